import { Connection, EventLoop } from '../loop';
import { Bytes } from '../net';
import { proxyHeader } from '../proxy-protocol';
import { Balancer } from './balancer';
import { BALANCE_SOURCE_HASH, ProxyOptions } from './options';
import { Session, SessionOwner } from './session';
import { UpstreamSet } from './upstream-set';
import { WaitingSessions } from './waiting-sessions';

/** Gives each session an upstream, and another one when that fails; each is tried once. */
export class Dispatcher implements SessionOwner {
  /** Sessions that have ended, so far. */
  ended: i64 = 0;
  /** Sessions that have ended without an upstream, so far. */
  rejected: i64 = 0;
  /** Attempts after a first one that had failed, so far. */
  retries: i64 = 0;
  private readonly balancer: Balancer;
  private readonly waiting: WaitingSessions;

  constructor(
    private loop: EventLoop,
    private options: ProxyOptions,
    upstreams: UpstreamSet,
  ) {
    this.balancer = new Balancer(options, upstreams);
    this.waiting = new WaitingSessions(loop, options.connection.connectNs);
  }

  /** How many sessions wait for an upstream with room. */
  get waitingCount(): i32 {
    return this.waiting.length;
  }

  proceed(session: Session): void {
    if (this.loop.isDraining) session.giveUp('drained');
    else if (!this.settle(session)) this.waiting.add(session);
  }

  onRoom(): void {
    const isHashed = this.options.balance == BALANCE_SOURCE_HASH;
    for (let i = 0; i < this.waiting.length;) {
      const session = this.waiting.at(i);
      if (this.settle(session)) this.waiting.remove(session);
      else if (isHashed || session.retries > 0) i++;
      else return; // there is no room for those behind it either
    }
  }

  onEnd(session: Session): void {
    this.waiting.remove(session);
    this.ended++;
    this.retries += session.retries;
    if (!session.isRelayed) this.rejected++;
    const log = this.options.sessionLog;
    if (log != null) log.write(session);
  }

  /** Gives up those that wait: nothing new begins. */
  close(): void {
    this.waiting.clear('drained');
  }

  /** Connects a session, or gives it up. Returns false where it has to wait instead. */
  private settle(session: Session): bool {
    const upstream = this.balancer.choose(session.connection.remoteAddress, session.tried);
    if (upstream != null)
      session.connect(upstream, this.prefaceOf(session.connection), this.options.connection);
    else if (this.balancer.isFull) return false;
    else session.giveUp(session.reason);
    return true;
  }

  /** Returns what an upstream is told of a client before its bytes. */
  private prefaceOf(client: Connection): Bytes | null {
    const version = this.options.sendProxy;
    return version == 0 ? null : proxyHeader(version, client.remoteAddress, client.localAddress);
  }
}
