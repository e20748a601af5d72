import { Connection, ConnectionHandler, ConnectionOptions, EventLoop, RelayHandler, relay } from '../loop';
import { ManagedConnection } from '../loop/connection-pool';
import { Bytes, describe } from '../net';
import { Upstream } from './upstream';

/** Nothing: what most sessions have tried without success. */
const NONE: Upstream[] = [];

/** What a session asks of the proxy. */
export interface SessionOwner {
  /** Finds an upstream for it, now or when one has room, or gives it up. */
  proceed(session: Session): void;

  /** An upstream has one connection less. */
  onRoom(): void;

  /** It is over. */
  onEnd(session: Session): void;
}

/** One client, from its first moment to its last: it tries upstreams, one after the other, and is then relayed. */
export class Session extends ConnectionHandler {
  /** When it began, in nanoseconds of the host's clock. */
  readonly startNs: i64;
  /** Until when it waits for an upstream with room; 0: it does not wait. Set by the proxy. */
  waitsUntilNs: i64 = 0;
  /** Attempts to connect, after the first one. */
  retries: i32 = 0;
  /** Whether an upstream has taken it. */
  isRelayed: bool = false;
  /** The upstream that it is connected to, or has tried last; null: it has tried none. */
  upstream: Upstream | null = null;
  /** Those that have refused it or taken too long. */
  tried: Upstream[] = NONE;
  /** Why it has ended; empty: its peers have ended it, or it has not ended. */
  reason: string = '';
  private attempt: Attempt | null = null;

  constructor(
    private loop: EventLoop,
    private owner: SessionOwner,
  ) {
    super();
    this.startNs = loop.nowNs;
  }

  /** Whether its client is there, and has no upstream yet. */
  get isSeeking(): bool {
    return !this.isRelayed && this.connection.isOpen;
  }

  /** Tries an upstream; `preface` is sent to it before what the client sends. */
  connect(upstream: Upstream, preface: Bytes | null, options: ConnectionOptions): void {
    const attempt = new Attempt(this, upstream);
    if (this.attempt != null) this.retries++;
    this.upstream = upstream;
    this.attempt = attempt;
    upstream.connections++;
    const connection = this.loop.connect(upstream.host, upstream.address.port, attempt, options);
    if (preface != null) connection.write(preface);
  }

  /** Drops the client, since there is no upstream for it. */
  giveUp(reason: string): void {
    this.reason = reason;
    this.connection.abort();
  }

  /** The upstream has taken the connection. */
  hasConnected(connection: Connection): void {
    this.isRelayed = true;
    relay(this.connection, connection, new SessionRelay(this));
  }

  /** The upstream has not taken the connection. */
  hasFailed(upstream: Upstream, outcome: i32): void {
    if (!this.isSeeking) return;
    if (this.tried === NONE) this.tried = [];
    this.tried.push(upstream);
    this.reason = 'no upstream: ' + describe(outcome);
    this.owner.proceed(this);
  }

  /** An upstream has one connection less. */
  hasLeft(): void {
    this.owner.onRoom();
  }

  /** Both sides have closed. */
  end(): void {
    this.owner.onEnd(this);
  }

  onOpen(): void {
    this.connection.pause();
    this.owner.proceed(this);
  }

  /** Nothing arrives while it is paused. */
  onData(data: Bytes): void {}

  /** It is connected to an upstream if it is about to be; then its peers decide when they are done. */
  onDrain(): void {}

  onClose(): void {
    if (this.isRelayed) return;
    const attempt = this.attempt;
    if (attempt != null) attempt.connection.abort();
    if (this.reason.length == 0) this.reason = 'drained';
    this.end();
  }
}

/** One try to connect to an upstream, and the connection if that comes of it. */
class Attempt extends ConnectionHandler {
  private hasOpened: bool = false;

  constructor(
    private session: Session,
    private upstream: Upstream,
  ) {
    super();
  }

  onOpen(): void {
    this.hasOpened = true;
    this.upstream.opened++;
    this.session.hasConnected(this.connection);
  }

  onData(data: Bytes): void {}

  onDrain(): void {}

  onError(outcome: i32): void {
    if (this.hasOpened) return;
    this.upstream.failed++;
    this.session.hasFailed(this.upstream, outcome);
  }

  onClose(): void {
    const upstream = this.upstream;
    upstream.connections--;
    upstream.bytesSent += this.connection.bytesSent;
    upstream.bytesReceived += this.connection.bytesReceived;
    this.session.hasLeft();
  }
}

/** Finds out how a session ends. */
class SessionRelay extends RelayHandler {
  constructor(private session: Session) {
    super();
    session.reason = '';
  }

  onError(connection: Connection, outcome: i32): void {
    if (this.session.reason.length > 0) return;
    const side = connection === this.one ? 'client: ' : 'upstream: ';
    this.session.reason = side + describe(outcome);
  }

  onIdle(connection: Connection): void {
    this.session.reason = 'idle';
    super.onIdle(connection);
  }

  /** Without an error, what did not come to its end was cut off at the limit of a drain. */
  onClose(): void {
    const hasEnded = (this.one as ManagedConnection).hasEnded && (this.other as ManagedConnection).hasEnded;
    if (!hasEnded && this.session.reason.length == 0) this.session.reason = 'drained';
    this.session.end();
  }
}
