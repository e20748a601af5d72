import type { Readable } from 'node:stream';
import type { MemoryView } from '../engine.ts';
import { NodeSocket, outcomeOfError } from './socket.ts';
import { WOULD_BLOCK } from '../outcome.ts';

/** Buffered bytes at which reading pauses. A little more may be buffered: Node reads up to 64 KiB at once. */
const HIGH_WATERMARK_BYTES = 131_072;

/** A socket that receives a stream of bytes, which are buffered here until the guest receives them. */
export abstract class NodeBytes extends NodeSocket {
  protected stream: Readable | undefined;
  /** The outcome of the connection's failure, below 0; 0: it has not failed. */
  protected failure = 0;
  /** The end of the stream has come. */
  private hasEnded = false;
  private readonly chunks: Buffer[] = [];
  /** How many bytes of the first chunk the guest has received. */
  private offset = 0;
  private bufferedBytes = 0;
  private isPaused = false;

  override receive(memory: MemoryView, pointer: number, bytes: number): number {
    let missing = bytes;
    while (missing > 0 && this.bufferedBytes > 0) {
      const chunk = this.chunks[0]!;
      const end = Math.min(this.offset + missing, chunk.length);
      chunk.copy(memory.bytes, pointer, this.offset, end);
      const count = end - this.offset;
      pointer += count;
      missing -= count;
      this.bufferedBytes -= count;
      if (end < chunk.length) this.offset = end;
      else {
        this.chunks.shift();
        this.offset = 0;
      }
    }
    if (this.isPaused && this.bufferedBytes < HIGH_WATERMARK_BYTES) {
      this.isPaused = false;
      this.stream!.resume();
    }
    this.readable = this.bufferedBytes > 0 || this.hasEnded || this.failure < 0;
    if (missing < bytes) return bytes - missing;
    return this.hasEnded ? 0 : this.failure || WOULD_BLOCK;
  }

  get ended(): boolean {
    return this.bufferedBytes === 0 && (this.hasEnded || this.failure < 0);
  }

  /** Whether bytes have come that the guest has not received. */
  protected get hasUnreceived(): boolean {
    return this.bufferedBytes > 0 || (!this.hasEnded && this.stream!.readableLength > 0);
  }

  /** Starts to receive from a stream, which may be paused. */
  protected attach(stream: Readable): void {
    this.stream = stream;
    stream.on('data', this.onData).on('end', this.onEnd).on('error', this.onError);
  }

  /** Stops to receive from a stream. */
  protected detach(stream: Readable): void {
    stream.off('data', this.onData).off('end', this.onEnd).off('error', this.onError);
  }

  /** Ends receiving: all further bytes are discarded. */
  protected endReceiving(): void {
    this.hasEnded = true;
    this.chunks.length = this.offset = this.bufferedBytes = 0;
    this.readable = true;
    this.reportReady();
  }

  protected outcomeOf(error: Error): number {
    return outcomeOfError(error);
  }

  private fail(outcome: number): void {
    this.failure ||= outcome;
    this.readable = this.writable = true;
    this.reportReady();
  }

  private readonly onData = (chunk: Buffer): void => {
    if (this.hasEnded) return;
    this.chunks.push(chunk);
    this.bufferedBytes += chunk.length;
    if (this.bufferedBytes >= HIGH_WATERMARK_BYTES) {
      this.isPaused = true;
      this.stream!.pause();
    }
    this.readable = true;
    this.reportReady();
  };

  private readonly onEnd = (): void => {
    this.hasEnded = true;
    this.readable = true;
    this.reportReady();
  };

  private readonly onError = (error: Error): void => this.fail(this.outcomeOf(error));
}
