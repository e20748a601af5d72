import { INVALID_STATE, OUT_OF_MEMORY, Selectable, TcpStream } from '../net';
import { ConnectionQuota, EVENT_WRITE } from '../selectors';
import { Counters } from './counters';
import { ConnectionOptions, LoopOptions } from './options';
import { Channel, Reactor } from './reactor';
import { Connection, ConnectionHandler } from './transport';
import { WorkList } from './work-list';

/** A connection as the parts of the loop see it: a member of the pool. */
export abstract class ManagedConnection extends Connection {
  /** Its index in the pool. Set by the pool. */
  poolIndex: i32 = -1;
  /** Whether its peer has sent its last byte. */
  hasInputEnded: bool = false;
  /** What is called in place of the handler; null: it takes part in no relay. */
  private relayEnd: ConnectionHandler | null = null;
  private isDirty: bool = false;
  private failure: i32 = 0;
  private isReset: bool = false;
  private isRefused: bool = false;
  private isSilent: bool = false;

  constructor(
    protected pool: ConnectionPool,
    options: ConnectionOptions,
  ) {
    super(options);
    pool.add(this);
    this.markDirty();
  }

  /** Whether it waits for the decision of a `connect`. */
  abstract get isConnecting(): bool;

  /** Whether it receives what arrives; once it is closing, it discards that. */
  abstract get isReading(): bool;

  /** Whether it is closing and everything has been sent. */
  abstract get isLingering(): bool;

  /** Whether its peer is to take bytes. */
  abstract get isSending(): bool;

  /** Whether both directions have ended, and all that was sent has left. */
  abstract get hasEnded(): bool;

  /** Whether it takes part in a relay. */
  get isRelayed(): bool {
    return this.relayEnd != null;
  }

  /** Whether its handler has been told that it has closed. */
  get isFinalized(): bool {
    return this.poolIndex < 0;
  }

  /** What is called with all that happens: its end of a relay, which calls the handler in turn, or else the handler. */
  get receiver(): ConnectionHandler {
    const relayEnd = this.relayEnd;
    return relayEnd == null ? this.handler : relayEnd;
  }

  /** Calls an end of a relay from now on. */
  joinRelay(relayEnd: ConnectionHandler): void {
    relayEnd.connection = this;
    this.relayEnd = relayEnd;
  }

  /** Takes over a stream that is connected. */
  abstract attach(stream: TcpStream): void;

  /** Starts, with its stream and its handler. */
  abstract start(): void;

  /** Sends what waits and brings everything up to date. Called once a turn after `markDirty`. */
  abstract flush(): void;

  /** Drops the bytes that wait to be sent. */
  protected abstract dropOutgoing(): void;

  /** Gives back its stream and its time limits. `isReset`: its peer is to see a failure. */
  protected abstract release(isReset: bool): void;

  abort(): void {
    this.markClosed();
  }

  reset(): void {
    this.isReset = true;
    this.markClosed();
  }

  /** Drops the connection, and tells its handler why. */
  fail(outcome: i32): void {
    if (!this.hasClosed) this.failure = outcome;
    this.markClosed();
  }

  /** Fails, since the loop drains. The handler is told, unless it connects from within such a call: that would have no end. */
  refuse(): void {
    this.pool.quota.count++;
    this.isRefused = true;
    this.isSilent = this.pool.isTellingRefusal;
    this.fail(INVALID_STATE);
  }

  /** Flushes it if it has not closed. Called by the pool. */
  update(): void {
    this.isDirty = false;
    if (!this.hasClosed) this.flush();
  }

  /** Gives back all that it holds and tells its handler that it has closed. Called by the pool, once. */
  finalize(): void {
    const pool = this.pool;
    pool.remove(this);
    this.release(this.isReset);
    pool.counters.closed++;
    if (this.failure != 0) pool.counters.countFailure(this.failure);
    if (this.isSilent) return;
    pool.isTellingRefusal = this.isRefused;
    if (this.failure != 0) this.receiver.onError(this.failure);
    this.receiver.onClose();
    pool.isTellingRefusal = false;
  }

  /** Has it flushed in the next turn. */
  protected markDirty(): void {
    if (this.isDirty || this.hasClosed) return;
    this.isDirty = true;
    this.pool.dirty.push(this);
  }

  /** Has it finalized at the end of the turn. */
  protected markClosed(): void {
    if (this.hasClosed) return;
    this.hasClosed = true;
    this.dropOutgoing();
    this.pool.closed.push(this);
  }
}

/** The connections of a loop: what they may hold together, and which of them have work to do. */
export class ConnectionPool implements Channel {
  /** How many connections there are and may be. */
  readonly quota: ConnectionQuota;
  /** Closed streams that the host still has bytes of: wasmtime would stand still until peers have read them. They count as connections. */
  lingeringStreams: i32 = 0;
  /** Whether a handler is being told that it can't connect since the loop drains. */
  isTellingRefusal: bool = false;
  /** Those to be flushed. */
  readonly dirty: WorkList<ManagedConnection> = new WorkList<ManagedConnection>();
  /** Those to be finalized. */
  readonly closed: WorkList<ManagedConnection> = new WorkList<ManagedConnection>();
  private members: ManagedConnection[] = [];
  private waitingBytes: i32 = 0;

  constructor(
    private reactor: Reactor,
    private options: LoopOptions,
    /** What its connections have done so far. */
    readonly counters: Counters,
  ) {
    this.quota = new ConnectionQuota(options.maxConnections, min(options.maxClients, options.maxConnections));
  }

  /** How many bytes wait to be sent on all of them together. */
  get bufferedBytes(): i32 {
    return this.waitingBytes;
  }

  /** How many there are. */
  get length(): i32 {
    return this.members.length;
  }

  /** Whether the next turn has something to do for one of them. */
  get hasWork(): bool {
    return this.dirty.length > 0 || this.closed.length > 0;
  }

  /** Gives the i-th. */
  at(i: i32): ManagedConnection {
    return this.members[i];
  }

  /** Adds one. */
  add(connection: ManagedConnection): void {
    connection.poolIndex = this.members.length;
    this.members.push(connection);
  }

  /** Takes one out; the last takes its place. */
  remove(connection: ManagedConnection): void {
    const last = this.members.pop();
    if (last !== connection) {
      this.members[connection.poolIndex] = last;
      last.poolIndex = connection.poolIndex;
    }
    connection.poolIndex = -1;
  }

  /** Flushes those that are marked. */
  flushDirty(): void {
    const dirty = this.dirty.take();
    for (let i = 0; i < dirty.length; i++) dirty[i].update();
  }

  /** Finalizes those that are marked. */
  finalizeClosed(): void {
    const closed = this.closed.take();
    for (let i = 0; i < closed.length; i++) closed[i].finalize();
  }

  /** How many bytes may wait on one connection: what is left for all, `maxBytes` at most. */
  shareOf(maxBytes: i32): i32 {
    return min(maxBytes, max(this.options.bufferedBytes - this.waitingBytes, 0));
  }

  /** Counts bytes that wait from now on; below 0: that wait no more. Too many: the connection with the most fails. */
  countBuffered(bytes: i32): void {
    this.waitingBytes += bytes;
    while (this.waitingBytes > this.options.limitBytes) {
      let most = this.members[0];
      for (let i = 1; i < this.members.length; i++)
        if (this.members[i].bufferedBytes > most.bufferedBytes) most = this.members[i];
      most.fail(OUT_OF_MEMORY);
    }
  }

  /** Closes the stream of a connection that has closed, now or when the host has no more bytes of it. */
  closeWhenFlushed(stream: TcpStream, isReset: bool = false): void {
    this.reactor.selector.unregister(stream);
    if (isReset) stream.resetAtClose();
    if (stream.abort()) this.quota.count--;
    else {
      this.lingeringStreams++;
      this.reactor.selector.register(stream, EVENT_WRITE, this);
    }
  }

  /** Called when the host may have no more bytes of a stream. */
  handle(object: Selectable, mask: i32): void {
    if (!(object as TcpStream).abort()) return;
    this.reactor.selector.unregister(object);
    this.quota.count--;
    this.lingeringStreams--;
  }
}
