import {
  Bytes,
  END_OF_STREAM,
  NEW_SOCKET_LIMIT,
  OUT_OF_MEMORY,
  Selectable,
  SocketAddress,
  TcpStream,
  WOULD_BLOCK,
} from '../net';
import { EVENT_READ, EVENT_WRITE } from '../selectors';
import { ConnectionPool, ManagedConnection } from './connection-pool';
import { Connector } from './connector';
import { Deadlines } from './deadlines';
import { ConnectionOptions } from './options';
import { Outgoing } from './outgoing';
import { Channel, Reactor } from './reactor';
import { ConnectionHandler } from './transport';

/** The least capacity of a read: even where other connections hold all the memory, a connection makes progress. */
const MIN_READ_BYTES: i32 = 1024;

/** A connection over a `TcpStream`: the one implementation of `Connection`. */
export class TcpConnection extends ManagedConnection implements Channel {
  private stream: TcpStream | null = null;
  private connector: Connector | null = null;
  private outgoing: Outgoing;
  private deadlines!: Deadlines;
  /** What its stream is registered for; 0: it is not. */
  private events: i32 = 0;
  /** Whether this program has connected it, or tried to. */
  private isConnected: bool = false;
  private isPaused: bool = false;
  private isFinishing: bool = false;
  /** Where what arrives goes, without a copy if possible; null: to the receiver. */
  private target: TcpConnection | null = null;

  constructor(
    private reactor: Reactor,
    pool: ConnectionPool,
    options: ConnectionOptions,
  ) {
    super(pool, options);
    this.outgoing = new Outgoing(pool, options);
    this.deadlines = new Deadlines(reactor, this);
  }

  get isConnecting(): bool {
    return this.connector != null;
  }

  get isWritable(): bool {
    return this.takesBytes && !this.outgoing.isFull && this.outgoing.length < this.outgoing.share;
  }

  get isFull(): bool {
    return this.outgoing.isFull;
  }

  get writableBytes(): i32 {
    return this.takesBytes ? max(this.outgoing.share - this.outgoing.length, 0) : 0;
  }

  get bufferedBytes(): i32 {
    return this.outgoing.length;
  }

  get isSending(): bool {
    return this.outgoing.isSending;
  }

  get hasEnded(): bool {
    return this.hasInputEnded && this.outgoing.hasEnded;
  }

  get localAddress(): SocketAddress {
    const stream = this.stream;
    return stream == null ? new SocketAddress() : stream.localAddress;
  }

  get isReading(): bool {
    if (this.hasInputEnded || this.hasClosed) return false;
    return this.isClosing || !(this.isPaused || (this.outgoing.isFull && this.pausesItself));
  }

  get isLingering(): bool {
    return this.isClosing && this.outgoing.length == 0;
  }

  write(data: Bytes): bool {
    return this.takesBytes && this.hasWritten(this.outgoing.append(data));
  }

  writeText(text: string): bool {
    return this.takesBytes && this.hasWritten(this.outgoing.appendText(text));
  }

  pause(): void {
    this.isPaused = true;
    this.markDirty();
  }

  resume(): void {
    if (this.isPaused) this.deadlines.startsReceiving();
    this.isPaused = false;
    this.markDirty();
  }

  end(): void {
    this.outgoing.isEnding = true;
    this.markDirty();
  }

  close(): void {
    this.isClosing = true;
    this.end();
  }

  finish(): void {
    this.isFinishing = true;
    this.markDirty();
  }

  /** Starts connecting; a failure is the handler's. */
  connect(host: string, port: u16): void {
    const quota = this.pool.quota;
    const isFull = quota.isFull;
    quota.count++;
    quota.connected++;
    this.isConnected = true;
    if (isFull) this.fail(NEW_SOCKET_LIMIT);
    else this.connector = new Connector(this.reactor, quota, this, host, port);
  }

  attach(stream: TcpStream): void {
    this.connector = null;
    this.stream = stream;
    this.remoteAddress = stream.remoteAddress;
  }

  /** Joins a relay: what arrives goes to `target`, all else to `relayEnd`, as does what can't be sent by the host alone. */
  relayTo(target: TcpConnection, relayEnd: ConnectionHandler): void {
    this.target = target;
    this.joinRelay(relayEnd);
  }

  start(): void {
    this.deadlines.hasOpened();
    this.pool.counters.opened++;
    this.markDirty();
    this.receiver.onOpen();
  }

  handle(object: Selectable, mask: i32): void {
    if ((mask & EVENT_WRITE) != 0) this.markDirty();
    if ((mask & EVENT_READ) != 0 && this.isReading) this.receive(object as TcpStream);
  }

  flush(): void {
    const stream = this.stream;
    if (stream != null && this.isFinishing && this.isReading && !this.isClosing) this.receive(stream);
    if (stream != null && !this.hasClosed) this.send(stream);
    if (this.hasClosed) return;
    if (this.hasEnded) return this.markClosed();
    if (stream == null && this.isLingering) return this.markClosed();
    if (stream != null) this.watch(stream);
    this.deadlines.arm();
    if (!this.outgoing.becomesWritable()) return;
    this.markDirty();
    if (this.takesBytes) this.receiver.onWritable();
  }

  protected dropOutgoing(): void {
    this.outgoing.clear();
  }

  protected release(isReset: bool): void {
    const connector = this.connector;
    const stream = this.stream;
    if (connector != null) connector.cancel();
    if (this.isConnected) this.pool.quota.connected--;
    this.deadlines.disarm();
    if (stream != null) this.pool.closeWhenFlushed(stream, isReset);
    else this.pool.quota.count--;
  }

  /** Whether it does not read while many bytes wait to be sent to its peer. */
  private get pausesItself(): bool {
    return this.options.autoPauseReads && !this.isRelayed;
  }

  private get takesBytes(): bool {
    return !this.outgoing.isEnding && this.isOpen;
  }

  private hasWritten(bytes: i32): bool {
    if (this.outgoing.length == bytes) this.deadlines.startsSending();
    this.markDirty();
    if (this.outgoing.length > this.options.limitBytes) this.fail(OUT_OF_MEMORY);
    return !this.outgoing.isFull && !this.hasClosed;
  }

  private receive(stream: TcpStream): void {
    const reactor = this.reactor;
    const target = this.target;
    let to: TcpStream | null = null;
    if (target != null && !this.isClosing) to = target.openStream;
    const turnBytes = this.options.turnBytes;
    let bytes: i32;
    if (to != null) {
      bytes = to.spliceFrom(stream, turnBytes << 2);
      if (!target!.hasSpliced(to, bytes)) return this.pause();
    } else bytes = stream.recv(reactor.buffer, min(this.capacity, turnBytes));
    if (bytes > 0) {
      this.bytesReceived += bytes;
      this.pool.counters.bytesReceived += bytes;
      this.deadlines.hasReceived();
      if (to == null && !this.isClosing) this.receiver.onData(reactor.received(bytes));
    } else if (bytes == END_OF_STREAM) {
      this.hasInputEnded = true;
      this.markDirty();
      if (!this.isClosing) this.receiver.onEnd();
    } else if (bytes != WOULD_BLOCK) this.fail(bytes);
    if (!this.isFinishing || this.isClosing) return;
    if (bytes == WOULD_BLOCK) this.close();
    this.markDirty(); // there may be more
  }

  /** Its stream, if what is sent by that comes after all that was written. */
  private get openStream(): TcpStream | null {
    return this.isOpen && this.outgoing.isOpen ? this.stream : null;
  }

  /** Takes the outcome of a splice to its stream. Returns whether that says nothing of this stream, but of the source. */
  private hasSpliced(stream: TcpStream, bytes: i32): bool {
    if (bytes > 0) {
      this.hasSent(bytes);
      return true;
    }
    const sendable = stream.sendable();
    if (sendable < 0) this.fail(sendable);
    else if (sendable == 0) {
      this.outgoing.hold();
      this.deadlines.startsSending();
      this.markDirty();
    }
    return sendable > 0;
  }

  private hasSent(bytes: i32): void {
    this.bytesSent += bytes;
    this.pool.counters.bytesSent += bytes;
    this.deadlines.hasSent();
  }

  /** How many bytes may be received now. */
  private get capacity(): i32 {
    if (this.isClosing || !this.pausesItself) return this.reactor.buffer.length;
    return max(this.outgoing.share - this.outgoing.length, MIN_READ_BYTES);
  }

  /** Sends what the host takes, and the end after it if that is asked for. */
  private send(stream: TcpStream): void {
    const bytes = this.outgoing.send(stream);
    if (bytes > 0) this.hasSent(bytes);
    const outcome = bytes < 0 ? bytes : this.outgoing.endWhenSent(stream);
    if (outcome < 0) this.fail(outcome);
  }

  /** Registers the stream for what it waits for now. */
  private watch(stream: TcpStream): void {
    let events = this.isReading ? EVENT_READ : 0;
    if (this.outgoing.isWaiting) events |= EVENT_WRITE;
    const before = this.events;
    this.events = events;
    if (events == before) return;
    const selector = this.reactor.selector;
    if (before == 0) selector.register(stream, events, this);
    else if (events == 0) selector.unregister(stream);
    else selector.modify(stream, events, this);
  }
}
