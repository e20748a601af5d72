import { ConnectionHandler } from '../loop';
import { Bytes } from '../net';
import { PendingBytes } from './pending-bytes';

/** What may arrive while nothing can be done with it; then reading pauses. Until then a peer that leaves is noticed. */
const MAX_WAITING_BYTES: i32 = 16384;

/** Takes messages out of what arrives at a connection, and keeps what is cut or comes too early. */
export abstract class MessageReader extends ConnectionHandler {
  /** What has arrived and can't be used yet. While nothing waits there is no buffer: thousands of idle peers cost little. */
  protected pending: PendingBytes | null = null;
  /** Whether what has arrived is being used right now. */
  protected isConsuming: bool = false;
  private isReadingPaused: bool = false;

  constructor(
    /** The most bytes of a head. */
    private headBytes: i32,
    /** The most bytes of its first line. */
    private lineBytes: i32,
  ) {
    super();
  }

  /** Whether a head is to come next; else the rest of a message, or nothing as yet. */
  protected abstract get awaitsHead(): bool;

  /** Whether what arrives can be used now. */
  protected abstract get takesInput(): bool;

  /** Whether nothing may arrive for now. */
  protected abstract get wantsPause(): bool;

  /** Uses what stands at `start` of the buffer, whose bytes end at `end`. Returns where to go on; `start` again: more is needed. */
  protected abstract take(buffer: StaticArray<u8>, start: i32, end: i32): i32;

  /** Called when everything that can be used has been. */
  protected abstract onConsumed(): void;

  onData(data: Bytes): void {
    const pending = this.pending;
    if (pending == null) {
      const end = data.start + data.length;
      const position = this.consume(data.buffer, data.start, end);
      if (position < end && this.isServing) {
        const rest = new PendingBytes();
        rest.append(data.buffer, position, end - position);
        rest.mayHaveHead(this.lineBytes);
        this.pending = rest;
      }
    } else {
      pending.append(data.buffer, data.start, data.length);
      if (!this.awaitsHead || pending.mayHaveHead(this.lineBytes) || pending.length >= this.headBytes)
        return this.goOn();
    }
    this.finishConsuming();
  }

  /** Uses what has been kept. */
  protected goOn(): void {
    const pending = this.pending;
    if (this.isConsuming) return;
    if (pending != null) {
      pending.skip(this.consume(pending.buffer, pending.start, pending.end) - pending.start);
      if (pending.length == 0 || !this.isServing) this.pending = null;
    }
    this.finishConsuming();
  }

  /** How many bytes are held for what is kept. */
  protected get pendingBytes(): i32 {
    const pending = this.pending;
    return pending == null ? 0 : pending.buffer.length;
  }

  /** Whether the connection is open and still this handler's. */
  protected get isServing(): bool {
    return this.connection.isOpen && this.connection.handler === this;
  }

  /** Pauses reading where nothing more is wanted, or resumes it. */
  protected updateReading(): void {
    const pending = this.pending;
    const isFull = pending != null && !this.takesInput && pending.length >= MAX_WAITING_BYTES;
    const isPaused = isFull || this.wantsPause;
    if (isPaused == this.isReadingPaused || !this.isServing) return;
    this.isReadingPaused = isPaused;
    if (isPaused) this.connection.pause();
    else this.connection.resume();
  }

  private consume(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    let position = start;
    this.isConsuming = true;
    while (this.isServing && this.takesInput) {
      const next = this.take(buffer, position, end);
      if (next == position) break;
      position = next;
    }
    this.isConsuming = false;
    return position;
  }

  private finishConsuming(): void {
    this.onConsumed();
    this.updateReading();
  }
}
