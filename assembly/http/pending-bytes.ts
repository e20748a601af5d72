import { copyBytes, countLarge } from '../wasi';
import { CLASSES, CR, LF, VALUE } from './tokens';

const MIN_CAPACITY: i32 = 512;

/** Bytes that have arrived and can't be used yet: a head that is cut, or requests that wait for the answer to the one before. */
export class PendingBytes {
  /** What they are a range of. */
  buffer: StaticArray<u8> = new StaticArray<u8>(MIN_CAPACITY);
  /** Where they start. */
  start: i32 = 0;
  /** Where they end. */
  end: i32 = 0;
  /** Up to where `mayHaveHead` has looked. */
  private scanned: i32 = 0;
  /** Whether the first line has ended. */
  private hasLine: bool = false;

  /** How many there are. */
  get length(): i32 {
    return this.end - this.start;
  }

  /** Puts a copy of `bytes` bytes of `from` at the end. */
  append(from: StaticArray<u8>, start: i32, bytes: i32): void {
    if (this.end + bytes > this.buffer.length) this.reserve(bytes);
    copyBytes(from, start, this.buffer, this.end, bytes);
    this.end += bytes;
  }

  /** Takes bytes away at the front. */
  skip(bytes: i32): void {
    this.start += bytes;
    this.scanned = this.start;
    this.hasLine = false;
  }

  /**
   * Whether it is worth while to parse the head that is there: a line has come to its end since the last call, or something that no head
   * has, or the first line is longer than `lineBytes`. Without this, each byte that arrives by itself would cost as much as all before it.
   */
  mayHaveHead(lineBytes: i32): bool {
    const buffer = this.buffer;
    let isNews = false;
    for (let i = max(this.scanned, this.start + 1); i < this.end; i++) {
      const byte = buffer[i];
      if (byte == LF) this.hasLine = isNews = true;
      else if (buffer[i - 1] == CR || (byte != CR && (CLASSES[byte] & VALUE) == 0)) isNews = true;
    }
    this.scanned = this.end;
    return isNews || (!this.hasLine && this.length > lineBytes);
  }

  private reserve(bytes: i32): void {
    const length = this.length;
    let capacity = MIN_CAPACITY;
    while (capacity < length + bytes) capacity <<= 1;
    const isTooSmall = capacity > this.buffer.length;
    if (isTooSmall) countLarge(capacity);
    const buffer = isTooSmall ? new StaticArray<u8>(capacity) : this.buffer;
    copyBytes(this.buffer, this.start, buffer, 0, length);
    this.scanned = max(this.scanned - this.start, 0);
    this.buffer = buffer;
    this.start = 0;
    this.end = length;
  }
}
