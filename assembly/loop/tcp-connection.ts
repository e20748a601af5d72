import { END_OF_STREAM, NEW_SOCKET_LIMIT, Selectable, SocketAddress, TcpStream, WOULD_BLOCK } from '../net';
import { EVENT_READ, EVENT_WRITE } from '../selectors';
import { Connector } from './connector';
import { Channel } from './reactor';
import { SendingConnection } from './sending-connection';
import { ConnectionHandler } from './transport';

/** The least capacity of a read: even where other connections hold all the memory, a connection makes progress. */
const MIN_READ_BYTES: i32 = 1024;

/** A connection over a `TcpStream`: the one implementation of `Connection`. */
export class TcpConnection extends SendingConnection implements Channel {
  private connector: Connector | null = null;
  /** What its stream is registered for; 0: it is not. */
  private events: i32 = 0;
  /** Whether this program has connected it, or tried to. */
  private isConnected: bool = false;
  private isPaused: bool = false;
  private isFinishing: bool = false;
  /** Where what arrives goes, without a copy if possible; null: to the receiver. */
  private target: SendingConnection | null = null;

  get isConnecting(): bool {
    return this.connector != null;
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

  pause(): void {
    this.isPaused = true;
    this.markDirty();
  }

  resume(): void {
    if (this.isPaused) this.deadlines.startsReceiving();
    this.isPaused = false;
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
  relayTo(target: SendingConnection, relayEnd: ConnectionHandler): void {
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

  /** How many bytes may be received now. */
  private get capacity(): i32 {
    if (this.isClosing || !this.pausesItself) return this.reactor.buffer.length;
    return max(this.outgoing.share - this.outgoing.length, MIN_READ_BYTES);
  }

  /** Registers the stream for what it waits for now. */
  private watch(stream: TcpStream): void {
    let events = this.isReading ? EVENT_READ : 0;
    if (this.outgoing.isWaiting) events |= EVENT_WRITE;
    this.reactor.watch(stream, this.events, events, this);
    this.events = events;
  }
}
