import { File } from '../files';
import { Bytes, OUT_OF_MEMORY, TcpStream, WOULD_BLOCK } from '../net';
import { ConnectionPool, ManagedConnection } from './connection-pool';
import { Deadlines } from './deadlines';
import { ConnectionOptions } from './options';
import { Outgoing } from './outgoing';
import { Reactor } from './reactor';

/** How many bytes of a file are sent in one turn, so that one peer does not hold up the others. */
const MAX_FILE_BYTES: i64 = 262144;

/** The sending side of a connection over a `TcpStream`. */
export abstract class SendingConnection extends ManagedConnection {
  /** Null: it is still connecting. */
  protected stream: TcpStream | null = null;
  protected outgoing: Outgoing;
  protected deadlines!: Deadlines;

  constructor(
    protected reactor: Reactor,
    pool: ConnectionPool,
    options: ConnectionOptions,
  ) {
    super(pool, options);
    this.outgoing = new Outgoing(pool, options);
    this.deadlines = new Deadlines(reactor, this);
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

  /** Its stream, if what is sent by that comes after all that was written. */
  get openStream(): TcpStream | null {
    return this.isOpen && this.outgoing.isOpen ? this.stream : null;
  }

  write(data: Bytes): bool {
    return this.takesBytes && this.hasWritten(this.outgoing.append(data));
  }

  writeText(text: string): bool {
    return this.takesBytes && this.hasWritten(this.outgoing.appendText(text));
  }

  sendFile(file: File, offset: i64, bytes: i64): i32 {
    const stream = this.stream;
    if (stream == null || !this.takesBytes) return WOULD_BLOCK;
    this.send(stream);
    if (this.hasClosed) return WOULD_BLOCK;
    if (this.outgoing.length > 0) return this.waitForPeer();
    const sent = file.sendBy(stream, offset, <i32>min<i64>(bytes, MAX_FILE_BYTES));
    if (!this.hasSpliced(stream, sent)) return WOULD_BLOCK;
    if (sent > 0 && sent < bytes) this.waitForPeer();
    return sent;
  }

  end(): void {
    this.outgoing.isEnding = true;
    this.markDirty();
  }

  /** Takes the outcome of a splice to its stream. Returns whether that says nothing of this stream, but of the source. */
  hasSpliced(stream: TcpStream, bytes: i32): bool {
    if (bytes > 0) {
      this.hasSent(bytes);
      return true;
    }
    const sendable = stream.sendable();
    if (sendable < 0) this.fail(sendable);
    else if (sendable == 0) this.waitForPeer();
    return sendable > 0;
  }

  protected dropOutgoing(): void {
    this.outgoing.clear();
  }

  /** Sends what the host takes, and the end after it if that is asked for. */
  protected send(stream: TcpStream): void {
    const bytes = this.outgoing.send(stream);
    if (bytes > 0) this.hasSent(bytes);
    const outcome = bytes < 0 ? bytes : this.outgoing.endWhenSent(stream);
    if (outcome < 0) this.fail(outcome);
  }

  protected get takesBytes(): bool {
    return !this.outgoing.isEnding && this.isOpen;
  }

  protected hasWritten(bytes: i32): bool {
    if (this.outgoing.length == bytes) this.deadlines.startsSending();
    this.markDirty();
    if (this.outgoing.length > this.options.limitBytes) this.fail(OUT_OF_MEMORY);
    return !this.outgoing.isFull && !this.hasClosed;
  }

  /** Is full until the host takes bytes again, and the other connections have had their turn. Returns WOULD_BLOCK. */
  private waitForPeer(): i32 {
    this.outgoing.hold();
    this.deadlines.startsSending();
    this.markDirty();
    return WOULD_BLOCK;
  }

  private hasSent(bytes: i32): void {
    this.bytesSent += bytes;
    this.pool.counters.bytesSent += bytes;
    this.deadlines.hasSent();
  }
}
