import type { Readable } from 'node:stream';
import type { MemoryView } from '../engine.ts';
import { NodeSocket, outcomeOfError } from './socket.ts';
import { WOULD_BLOCK } from '../outcome.ts';

/** What is held at most of what a guest does not take, about: Node reads up to 64 KiB at once. */
const MAX_HELD_BYTES = 131_072;

/** A socket that bytes come from: those that Node has read wait here until the guest takes them. */
export abstract class NodeBytes extends NodeSocket {
  protected stream: Readable | undefined;
  /** Why the connection failed, below 0. */
  protected failure = 0;
  /** Nothing more will come. */
  private hasEnded = false;
  private readonly chunks: Buffer[] = [];
  /** How much of the first chunk has been taken. */
  private taken = 0;
  private held = 0;
  private isPaused = false;

  override receive(memory: MemoryView, pointer: number, bytes: number): number {
    let missing = bytes;
    while (missing > 0 && this.held > 0) {
      const chunk = this.chunks[0]!;
      const end = Math.min(this.taken + missing, chunk.length);
      chunk.copy(memory.bytes, pointer, this.taken, end);
      const count = end - this.taken;
      pointer += count;
      missing -= count;
      this.held -= count;
      if (end < chunk.length) this.taken = end;
      else {
        this.chunks.shift();
        this.taken = 0;
      }
    }
    if (this.isPaused && this.held < MAX_HELD_BYTES) {
      this.isPaused = false;
      this.stream!.resume();
    }
    this.readable = this.held > 0 || this.hasEnded || this.failure < 0;
    if (missing < bytes) return bytes - missing;
    return this.hasEnded ? 0 : this.failure || WOULD_BLOCK;
  }

  get ended(): boolean {
    return this.held === 0 && (this.hasEnded || this.failure < 0);
  }

  /** Whether something has come that was not taken. */
  protected get isHolding(): boolean {
    return this.held > 0 || (!this.hasEnded && this.stream!.readableLength > 0);
  }

  /** Takes what comes from a stream; it may be paused. */
  protected take(stream: Readable): void {
    this.stream = stream;
    stream.on('data', this.onData).on('end', this.onEnd).on('error', this.onError);
  }

  /** Takes no more from a stream. */
  protected leave(stream: Readable): void {
    stream.off('data', this.onData).off('end', this.onEnd).off('error', this.onError);
  }

  /** Ends receiving: what still comes is thrown away. */
  protected endReceiving(): void {
    this.hasEnded = true;
    this.chunks.length = this.taken = this.held = 0;
    this.readable = true;
    this.ready();
  }

  protected outcomeOf(error: Error): number {
    return outcomeOfError(error);
  }

  private fail(outcome: number): void {
    this.failure ||= outcome;
    this.readable = this.writable = true;
    this.ready();
  }

  private readonly onData = (chunk: Buffer): void => {
    if (this.hasEnded) return;
    this.chunks.push(chunk);
    this.held += chunk.length;
    if (this.held >= MAX_HELD_BYTES) {
      this.isPaused = true;
      this.stream!.pause();
    }
    this.readable = true;
    this.ready();
  };

  private readonly onEnd = (): void => {
    this.hasEnded = true;
    this.readable = true;
    this.ready();
  };

  private readonly onError = (error: Error): void => this.fail(this.outcomeOf(error));
}
