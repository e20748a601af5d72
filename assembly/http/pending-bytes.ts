import { Bytes } from '../net';
import { copyBytes } from '../wasi';
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
  }

  /**
   * Whether it is worth while to parse what is there: the end of a head has arrived since the last call, or something that no head has.
   * Without this, each byte that arrives by itself would cost as much as all before it.
   */
  mayHaveHead(): bool {
    const buffer = this.buffer;
    for (let i = max(this.scanned, this.start + 1); i < this.end; i++) {
      const byte = buffer[i];
      const before = buffer[i - 1];
      const isOdd =
        byte == LF || before == CR ? byte != LF || before != CR : byte != CR && (CLASSES[byte] & VALUE) == 0;
      const isEnd = byte == LF && i - this.start >= 3 && buffer[i - 2] == LF;
      if (!isOdd && !isEnd) continue;
      this.scanned = i + 1;
      return true;
    }
    this.scanned = this.end;
    return false;
  }

  private reserve(bytes: i32): void {
    const length = this.length;
    let capacity = MIN_CAPACITY;
    while (capacity < length + bytes) capacity <<= 1;
    const buffer = capacity > this.buffer.length ? new StaticArray<u8>(capacity) : this.buffer;
    copyBytes(this.buffer, this.start, buffer, 0, length);
    this.scanned = max(this.scanned - this.start, 0);
    this.buffer = buffer;
    this.start = 0;
    this.end = length;
  }
}

/** Makes pending bytes of a part of what has arrived. */
export function keepBytes(data: Bytes, from: i32): PendingBytes {
  const pending = new PendingBytes();
  pending.append(data.buffer, data.start + from, data.length - from);
  return pending;
}
