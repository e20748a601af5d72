import { Bytes, TcpStream, WOULD_BLOCK } from '../net';
import { ByteQueue } from '../net/byte-queue';
import { ConnectionPool } from './connection-pool';
import { ConnectionOptions } from './options';

/** The sending direction of a connection: the bytes that wait, within their bounds, and then its end. */
export class Outgoing {
  /** Whether the bytes that wait have reached the high watermark, and have not left down to the low one since. */
  isFull: bool = false;
  /** Whether the direction ends when all has left. */
  isEnding: bool = false;
  /** Whether it has ended. */
  hasEnded: bool = false;
  /** Whether a relay waits until the host takes bytes again. */
  private isHeld: bool = false;
  private queue: ByteQueue = new ByteQueue();

  constructor(
    private pool: ConnectionPool,
    private options: ConnectionOptions,
  ) {}

  /** How many bytes wait. */
  get length(): i32 {
    return this.queue.length;
  }

  /** How many bytes may wait: the high watermark, or less where other connections have much waiting. */
  get share(): i32 {
    return this.pool.shareOf(this.options.highWatermarkBytes);
  }

  /** Whether it has to wait until the host can send. */
  get isWaiting(): bool {
    return this.isSending || (this.isEnding && !this.hasEnded);
  }

  /** Whether the peer is to take bytes. */
  get isSending(): bool {
    return this.queue.length > 0 || this.isHeld;
  }

  /** Whether bytes may be sent past the queue, since nothing is in it. */
  get isOpen(): bool {
    return this.queue.length == 0 && !this.isEnding;
  }

  /** Is full until the host takes bytes again. */
  hold(): void {
    this.isHeld = this.isFull = true;
  }

  /** Puts bytes at the end; a copy of them waits. Returns how many. */
  append(data: Bytes): i32 {
    this.queue.append(data.buffer, data.start, data.length);
    return this.count(data.length);
  }

  /** Puts a text at the end, as UTF-8. Returns its bytes. */
  appendText(text: string): i32 {
    return this.count(this.queue.appendText(text));
  }

  /** Sends what the host takes. Returns how many bytes that were, or why sending failed. */
  send(stream: TcpStream): i32 {
    if (this.isHeld && this.queue.length == 0) {
      const sendable = stream.sendable();
      this.isHeld = sendable == 0;
      return min(sendable, 0);
    }
    const bytes = stream.sendQueued(this.queue);
    if (bytes > 0) this.pool.countBuffered(-bytes);
    return bytes == WOULD_BLOCK ? 0 : bytes;
  }

  /** Ends the direction if that is asked for and all has left. Returns 0, or why that failed. */
  endWhenSent(stream: TcpStream): i32 {
    if (!this.isEnding || this.hasEnded || this.queue.length > 0) return 0;
    const sendable = stream.sendable(); // 0: the host still has some of it, and might lose that
    if (sendable <= 0) return sendable;
    stream.shutdownSend();
    this.hasEnded = true;
    return 0;
  }

  /** Whether it was full and no longer is: enough has left. */
  becomesWritable(): bool {
    if (!this.isFull || this.isHeld || this.queue.length > this.options.lowWatermarkBytes) return false;
    if (this.queue.length > 0 && this.queue.length >= this.share) return false;
    this.isFull = false;
    return true;
  }

  /** Drops the bytes that wait. */
  clear(): void {
    this.pool.countBuffered(-this.queue.length);
    this.queue.clear();
  }

  private count(bytes: i32): i32 {
    this.pool.countBuffered(bytes);
    if (this.queue.length >= this.share) this.isFull = true;
    return bytes;
  }
}
