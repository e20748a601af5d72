import { Bytes } from '../../net';
import { ByteQueue } from '../../net/byte-queue';
import { MAX_HEADER_BYTES } from './frame';

/** The memory that all of them hold together. */
let totalBytes: i32 = 0;

/** Where held bytes lie while they are read: as long as the longest ones were so far. */
export class ReadBuffer {
  /** The bytes; another buffer when more are needed. */
  bytes: StaticArray<u8> = new StaticArray<u8>(4096);
}

/**
 * Bytes that a WebSocket keeps from one arrival to the next. They grow with what arrives, whatever a header claims.
 *
 * They are not in the garbage collector's heap: a client that sends many long fragments would make garbage faster than it is collected.
 */
export class HeldBytes extends ByteQueue {
  /** Appends `bytes` bytes of `buffer` from `start` on. Returns false, and keeps what it has, when all together would have more than `limitBytes`. */
  hold(buffer: StaticArray<u8>, start: i32, bytes: i32, limitBytes: i32): bool {
    if (bytes > limitBytes - totalBytes) return false;
    const before = this.capacity;
    this.append(buffer, start, bytes);
    totalBytes += this.capacity - before;
    return true;
  }

  /** Moves them to a buffer, and makes `bytes` stand for them there. There is room for a header before them. */
  moveTo(target: ReadBuffer, bytes: Bytes): void {
    const length = this.length;
    const needed = MAX_HEADER_BYTES + length;
    if (needed > target.bytes.length)
      target.bytes = new StaticArray<u8>(max(needed, target.bytes.length << 1));
    const buffer = target.bytes;
    this.copyTo(buffer, MAX_HEADER_BYTES);
    bytes.set(buffer, MAX_HEADER_BYTES, length);
    this.drop();
  }

  /** Drops them. */
  drop(): void {
    totalBytes -= this.capacity;
    this.clear();
  }
}
