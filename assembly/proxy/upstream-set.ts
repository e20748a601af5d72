import { SocketAddress } from '../net';
import { Upstream } from './upstream';
import { UpstreamName } from './upstream-name';

/** The most upstreams, whatever the look-ups of their names find: each of them is looked at for each client. */
export const MAX_UPSTREAMS: i32 = 256;

/** The upstreams that there are now. */
export class UpstreamSet {
  /** All of them; another array after each change. */
  all: Upstream[] = [];

  /** Whether none of them is up. */
  get areAllDown(): bool {
    for (let i = 0; i < this.all.length; i++) if (this.all[i].health.isUp) return false;
    return true;
  }

  /** Takes the addresses that a name has now. Those that it had before stay what they are. */
  update(name: UpstreamName, addresses: SocketAddress[]): void {
    const next: Upstream[] = [];
    for (let i = 0; i < this.all.length; i++) {
      const upstream = this.all[i];
      if (upstream.name !== name || isAmong(addresses, upstream.address)) next.push(upstream);
    }
    for (let i = 0; i < addresses.length && next.length < MAX_UPSTREAMS; i++)
      if (!hasUpstream(next, name, addresses[i])) next.push(new Upstream(name, addresses[i]));
    this.all = next;
  }
}

/** Whether an address is one of some. */
export function isAmong(addresses: SocketAddress[], address: SocketAddress): bool {
  for (let i = 0; i < addresses.length; i++) if (addresses[i].equals(address)) return true;
  return false;
}

function hasUpstream(upstreams: Upstream[], name: UpstreamName, address: SocketAddress): bool {
  for (let i = 0; i < upstreams.length; i++)
    if (upstreams[i].name === name && upstreams[i].address.equals(address)) return true;
  return false;
}
