import { SocketAddress } from '../net';
import { hashOf, mix } from './hash';
import { BALANCE_LEAST_CONNECTIONS, BALANCE_SOURCE_HASH, ProxyOptions } from './options';
import { Upstream } from './upstream';
import { UpstreamSet } from './upstream-set';

/** Decides which upstream a client is connected to. */
export class Balancer {
  /** Whether the last `choose` found upstreams, but none that may have one more connection. */
  isFull: bool = false;
  private position: i32 = 0;

  constructor(
    private options: ProxyOptions,
    private upstreams: UpstreamSet,
  ) {}

  /**
   * Returns the upstream for a client that has tried some already: one that is up, or, where none is, any. Null: all have been tried,
   * or `isFull` says that the client has to wait.
   */
  choose(source: SocketAddress, tried: Upstream[]): Upstream | null {
    const all = this.upstreams.all;
    const isHashed = this.options.balance == BALANCE_SOURCE_HASH;
    const takesAny = this.upstreams.areAllDown;
    const hash = isHashed ? hashOf(source, 0) : 0;
    let best = -1;
    let bestRank: u32 = 0;
    this.isFull = false;
    for (let i = 0; i < all.length; i++) {
      const index = (this.position + i) % all.length;
      const upstream = all[index];
      if (!(upstream.health.isUp || takesAny) || tried.includes(upstream)) continue;
      if (!isHashed && !this.hasRoom(upstream)) {
        this.isFull = true;
        continue;
      }
      let rank: u32 = i;
      if (isHashed) rank = mix(hash ^ upstream.hash);
      else if (this.options.balance == BALANCE_LEAST_CONNECTIONS) rank = upstream.connections;
      if (best >= 0 && rank >= bestRank) continue;
      best = index;
      bestRank = rank;
    }
    if (best < 0) return null;
    this.isFull = !this.hasRoom(all[best]);
    if (this.isFull) return null;
    this.position = (best + 1) % all.length;
    return all[best];
  }

  private hasRoom(upstream: Upstream): bool {
    const limit = this.options.maxUpstreamConnections;
    return limit == 0 || upstream.connections < limit;
  }
}
