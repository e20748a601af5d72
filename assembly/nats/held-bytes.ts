import { copyBytes, countLarge } from '../wasi';

/** Memory that is kept when nothing is held. */
const KEPT_BYTES: i32 = 4096;

/** The beginning of what can be parsed only when more has arrived. It grows with what arrives, whatever a length claims. */
export class HeldBytes {
  /** What they lie in, from the front. */
  buffer: StaticArray<u8> = new StaticArray<u8>(KEPT_BYTES);
  /** How many there are. */
  length: i32 = 0;

  /** Puts a copy of `bytes` bytes of `from` at the end. */
  append(from: StaticArray<u8>, start: i32, bytes: i32): void {
    const needed = this.length + bytes;
    if (needed > this.buffer.length) {
      const capacity = max(needed, this.buffer.length << 1);
      countLarge(capacity);
      const buffer = new StaticArray<u8>(capacity);
      copyBytes(this.buffer, 0, buffer, 0, this.length);
      this.buffer = buffer;
    }
    copyBytes(from, start, this.buffer, this.length, bytes);
    this.length = needed;
  }

  /** Takes bytes away at the front. */
  remove(bytes: i32): void {
    this.length -= bytes;
    if (this.length > 0 && bytes > 0) copyBytes(this.buffer, bytes, this.buffer, 0, this.length);
    else if (this.length == 0 && this.buffer.length > KEPT_BYTES)
      this.buffer = new StaticArray<u8>(KEPT_BYTES);
  }
}
