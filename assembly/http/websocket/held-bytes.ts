import { Bytes } from '../../net';
import { ByteQueue } from '../../net/byte-queue';
import { MAX_HEADER_BYTES } from './frame';

/** The memory that all of them hold together. */
let totalBytes: i32 = 0;

/** Where held bytes lie while they are read: as long as the longest ones were so far. */
export class ReadBuffer {
  private buffer: StaticArray<u8> = new StaticArray<u8>(4096);

  /** Returns the buffer, with at least so many bytes. */
  atLeast(bytes: i32): StaticArray<u8> {
    if (bytes > this.buffer.length) this.buffer = new StaticArray<u8>(max(bytes, this.buffer.length << 1));
    return this.buffer;
  }
}

/**
 * Bytes that a WebSocket keeps from one arrival to the next. They grow with what arrives, whatever a header claims.
 *
 * They are not in the garbage collector's heap: a client that sends many long fragments would make garbage faster than it is collected.
 */
export class HeldBytes {
  private queue: ByteQueue = new ByteQueue();

  /** How many there are. */
  get length(): i32 {
    return this.queue.length;
  }

  /** Appends `bytes` bytes of `buffer` from `start` on. Returns false, and keeps what it has, when all together would have more than `limitBytes`. */
  append(buffer: StaticArray<u8>, start: i32, bytes: i32, limitBytes: i32): bool {
    if (bytes > limitBytes - totalBytes) return false;
    const before = this.queue.capacity;
    this.queue.append(buffer, start, bytes);
    totalBytes += this.queue.capacity - before;
    return true;
  }

  /** Copies them to a buffer, and makes `bytes` stand for them there. There is room for a header before them. */
  copyTo(target: ReadBuffer, bytes: Bytes): void {
    const length = this.queue.length;
    const buffer = target.atLeast(MAX_HEADER_BYTES + length);
    this.queue.copyTo(buffer, MAX_HEADER_BYTES);
    bytes.set(buffer, MAX_HEADER_BYTES, length);
  }

  /** Drops them. */
  clear(): void {
    totalBytes -= this.queue.capacity;
    this.queue.clear();
  }
}
