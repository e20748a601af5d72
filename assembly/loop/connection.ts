import {
  Bytes,
  END_OF_STREAM,
  OUT_OF_MEMORY,
  Selectable,
  SocketAddress,
  TcpStream,
  WOULD_BLOCK,
} from '../net';
import { EVENT_READ, EVENT_WRITE } from '../selectors';
import { ByteQueue } from '../net/byte-queue';
import { Channel } from './channel';
import { ConnectionHandler } from './connection-handler';
import { ConnectionOptions } from './connection-options';
import { ConnectionTimer } from './connection-timer';
import { Connector } from './connector';
import { EventLoop } from './loop';

/** Received at least, if anything: however little is left for all, a connection for which nothing waits goes on. */
const LEAST_READ_BYTES: i32 = 1024;

/**
 * A TCP connection on a loop: it sends what it is told to in order, once a turn and in one piece, and calls its handler with what
 * arrives. Python's `asyncio.Transport`.
 */
export class Connection extends Channel {
  /** Who is called; may be changed at any time. */
  handler!: ConnectionHandler;
  /** The peer's address; port 0 while it connects. Known also after it is over. */
  remoteAddress: SocketAddress = new SocketAddress();
  /** Bytes that have arrived. */
  bytesReceived: i64 = 0;
  /** Bytes that the host has taken to send. */
  bytesSent: i64 = 0;
  /** The loop that it is on. */
  readonly loop: EventLoop;
  /** Its bounds and times. */
  readonly options: ConnectionOptions;
  /** Its place among the loop's connections. Set by the loop. */
  place: i32 = -1;
  /** Whether more waits to be sent than should; `onWritable` comes when it has left. Set by itself. */
  isFull: bool = false;
  /** Whether it is over: nothing is sent or received any more. Set by itself. */
  isOver: bool = false;
  /** While it connects. Set by the loop. */
  connector: Connector | null = null;
  private stream: TcpStream | null = null;
  private queue: ByteQueue = new ByteQueue();
  private timer!: ConnectionTimer;
  /** What its stream is registered for; 0: it is not. */
  private events: i32 = 0;
  private isPaused: bool = false;
  private isFinishing: bool = false;
  private hasInputEnded: bool = false;
  private isEnding: bool = false;
  private hasOutputEnded: bool = false;
  private isClosing: bool = false;
  private isChanged: bool = false;
  private failure: i32 = 0;

  /** Made by the loop: `EventLoop.connect`, or a server. */
  constructor(loop: EventLoop, options: ConnectionOptions) {
    super();
    this.loop = loop;
    this.options = options;
    this.timer = new ConnectionTimer(this);
    loop.connections.add(this);
    this.change();
  }

  /** Whether it is neither closed nor closing nor has failed; it may still be connecting. */
  get isOpen(): bool {
    return !this.isClosing && !this.isOver;
  }

  /** Whether `write` takes bytes and less waits than at the high watermark. A producer without limits asks before it writes. */
  get isWritable(): bool {
    return this.isOpen && !this.isEnding && !this.isFull && this.queue.length < this.share;
  }

  /** How many bytes wait to be sent. */
  get bufferedBytes(): i32 {
    return this.queue.length;
  }

  /** Its own address; port 0 while it connects and when it is over. */
  get localAddress(): SocketAddress {
    const stream = this.stream;
    return stream == null ? new SocketAddress() : stream.localAddress;
  }

  /**
   * Sends bytes after all that was written before; they are copied. Nothing is sent before the next turn, so that a turn's writes
   * leave in one piece.
   *
   * Returns whether more is welcome: false means that much waits, until `onWritable`, or that it is closed or ended; then nothing is
   * taken. It fails with OUT_OF_MEMORY when more than its options' `limitBytes` wait.
   */
  write(data: Bytes): bool {
    if (!this.isOpen || this.isEnding) return false;
    this.queue.append(data.buffer, data.start, data.length);
    return this.hasWritten(data.length);
  }

  /** Like `write`, a text as UTF-8. */
  writeText(text: string): bool {
    return this.isOpen && !this.isEnding && this.hasWritten(this.queue.appendText(text));
  }

  /** Stops reading: what arrives waits in the OS, and the peer has to wait when that is full. */
  pause(): void {
    this.isPaused = true;
    this.change();
  }

  /** Reads again. */
  resume(): void {
    if (this.isPaused) this.timer.hasReceived();
    this.isPaused = false;
    this.change();
  }

  /** Ends our direction when all that waits has left (half-close): the peer sees the end, and may still send. */
  end(): void {
    this.isEnding = true;
    this.change();
  }

  /**
   * Closes when all that waits has left: then our direction ends, and what still arrives is thrown away until the peer ends too, so
   * that nothing on its way to it is lost. It is over after its options' `lingerNs` at the latest.
   */
  close(): void {
    this.isClosing = true;
    this.end();
  }

  /** Closes once what has arrived by now has been handled and answered. */
  finish(): void {
    this.isFinishing = true;
    this.change();
  }

  /** Drops it now: what waits is lost. */
  abort(): void {
    this.leave();
  }

  /** Drops it, and tells its handler why. For the loop's own parts. */
  fail(outcome: i32): void {
    if (this.isOver) return;
    this.failure = outcome;
    this.leave();
  }

  /** Takes over a stream that is connected. For the loop's own parts. */
  adopt(stream: TcpStream): void {
    this.connector = null;
    this.stream = stream;
    this.remoteAddress = stream.remoteAddress;
  }

  /** Starts, with its stream and its handler. For the loop's own parts. */
  open(): void {
    this.timer.starts();
    this.loop.counters.opened++;
    this.change();
    this.handler.onOpen(this);
  }

  /** Called when the stream is ready. */
  handle(object: Selectable, mask: i32): void {
    if ((mask & EVENT_WRITE) != 0) this.change();
    if ((mask & EVENT_READ) != 0 && this.isReading) this.receive(object as TcpStream);
  }

  /** Sends what waits and brings everything up to date. For the loop, once a turn for each that has changed. */
  flush(): void {
    this.isChanged = false;
    const stream = this.stream;
    if (this.isOver) return;
    if (stream != null && this.isFinishing && this.isReading && !this.isClosing) this.receive(stream);
    if (stream != null && !this.isOver) this.send(stream);
    if (this.isOver) return;
    if (this.hasInputEnded && this.hasOutputEnded) return this.leave();
    if (stream == null && this.isLingering) return this.leave();
    if (stream != null) this.watch(stream);
    this.timer.arm();
    if (!this.isFull || this.queue.length > this.options.lowWatermarkBytes) return;
    if (this.queue.length > 0 && this.queue.length >= this.share) return;
    this.isFull = false;
    this.change();
    if (this.isOpen && !this.isEnding) this.handler.onWritable(this);
  }

  /** Tells its handler that it is over, and gives back all that it holds. For the loop, once. */
  settle(): void {
    const connector = this.connector;
    const stream = this.stream;
    if (connector != null) connector.cancel();
    this.loop.cancel(this.timer);
    this.loop.connections.remove(this);
    if (stream != null) this.loop.letGo(stream);
    else this.loop.quota.count--;
    const counters = this.loop.counters;
    counters.closed++;
    if (this.failure != 0) {
      counters.failed++;
      this.handler.onError(this, this.failure);
    }
    this.handler.onClose(this);
  }

  /** Whether what arrives is taken: also, and thrown away, once it is closing. */
  get isReading(): bool {
    if (this.hasInputEnded || this.isOver) return false;
    return this.isClosing || !(this.isPaused || (this.isFull && this.options.holdsBack));
  }

  /** Whether it is closed and everything has been sent. */
  get isLingering(): bool {
    return this.isClosing && this.queue.length == 0;
  }

  /** How many bytes may wait: the high watermark, or less where others have much waiting. */
  private get share(): i32 {
    return this.loop.connections.shareOf(this.options.highWatermarkBytes);
  }

  /** How many bytes may be received now. */
  private get room(): i32 {
    if (this.isClosing || !this.options.holdsBack) return this.loop.buffer.length;
    return max(this.share - this.queue.length, LEAST_READ_BYTES);
  }

  private hasWritten(bytes: i32): bool {
    if (this.queue.length == bytes) this.timer.startsToSend();
    this.loop.connections.count(bytes);
    this.change();
    if (this.queue.length > this.options.limitBytes) this.fail(OUT_OF_MEMORY);
    if (this.queue.length >= this.share) this.isFull = true;
    return !this.isFull && !this.isOver;
  }

  private receive(stream: TcpStream): void {
    const loop = this.loop;
    const bytes = stream.recv(loop.buffer, min(this.room, this.options.turnBytes));
    if (bytes > 0) {
      this.bytesReceived += bytes;
      loop.counters.bytesReceived += bytes;
      this.timer.hasReceived();
      loop.data.set(loop.buffer, 0, bytes);
      if (!this.isClosing) this.handler.onData(this, loop.data);
    } else if (bytes == END_OF_STREAM) {
      this.hasInputEnded = true;
      this.change();
      if (!this.isClosing) this.handler.onEnd(this);
    } else if (bytes != WOULD_BLOCK) this.fail(bytes);
    if (!this.isFinishing || this.isClosing) return;
    if (bytes == WOULD_BLOCK) this.close();
    this.change(); // there may be more
  }

  /** Sends what the host takes; when that was all, ends our direction if it shall. */
  private send(stream: TcpStream): void {
    const bytes = stream.sendQueued(this.queue);
    if (bytes > 0) {
      this.bytesSent += bytes;
      this.loop.counters.bytesSent += bytes;
      this.loop.connections.count(-bytes);
      this.timer.hasSent();
    } else if (bytes < 0 && bytes != WOULD_BLOCK) return this.fail(bytes);
    if (!this.isEnding || this.hasOutputEnded || this.queue.length > 0) return;
    const room = stream.sendable(); // 0: the host still has some of it, and might lose that
    if (room < 0) this.fail(room);
    if (room <= 0) return;
    stream.shutdownSend();
    this.hasOutputEnded = true;
  }

  /** Registers the stream for what it waits for now. */
  private watch(stream: TcpStream): void {
    let events = this.isReading ? EVENT_READ : 0;
    if (this.queue.length > 0 || (this.isEnding && !this.hasOutputEnded)) events |= EVENT_WRITE;
    const before = this.events;
    this.events = events;
    if (events == before) return;
    const selector = this.loop.selector;
    if (before == 0) selector.register(stream, events, this);
    else if (events == 0) selector.unregister(stream);
    else selector.modify(stream, events, this);
  }

  /** Something about it has changed: the next turn flushes it. */
  private change(): void {
    if (this.isChanged || this.isOver) return;
    this.isChanged = true;
    this.loop.changed.push(this);
  }

  /** It is over: this turn's end settles it. */
  private leave(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.loop.connections.count(-this.queue.length);
    this.queue.clear();
    this.loop.leaving.push(this);
  }
}
