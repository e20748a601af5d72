import { bytesOfText, copyBytes, textOfBytes } from '../wasi';

/** A piece of a buffer: what has arrived, or what is to be sent. */
export class Bytes {
  /** The `length` bytes of `buffer` from `start` on; they must lie within it. */
  constructor(
    /** The buffer, which it does not own. */
    public buffer: StaticArray<u8>,
    /** Where in the buffer it starts. */
    public start: i32,
    /** How many bytes there are. */
    public length: i32,
  ) {}

  /** Encodes a text as UTF-8. */
  static of(text: string): Bytes {
    const buffer = bytesOfText(text);
    return new Bytes(buffer, 0, buffer.length);
  }

  /** Makes it stand for another piece, so that the object can be used again. */
  set(buffer: StaticArray<u8>, start: i32, length: i32): void {
    this.buffer = buffer;
    this.start = start;
    this.length = length;
  }

  /** Returns the i-th byte. */
  at(i: i32): u8 {
    return this.buffer[this.start + i];
  }

  /** Returns the index of the first such byte, from `from` on; -1: there is none. */
  indexOf(byte: u8, from: i32 = 0): i32 {
    for (let i = from; i < this.length; i++) if (this.at(i) == byte) return i;
    return -1;
  }

  /** Whether the other piece has the same bytes. */
  equals(other: Bytes): bool {
    if (this.length != other.length) return false;
    for (let i = 0; i < this.length; i++) if (this.at(i) != other.at(i)) return false;
    return true;
  }

  /** Makes a copy with a buffer of its own, to keep after a callback has returned. */
  copy(): Bytes {
    const buffer = new StaticArray<u8>(this.length);
    copyBytes(this.buffer, this.start, buffer, 0, this.length);
    return new Bytes(buffer, 0, this.length);
  }

  /** Decodes it as UTF-8; bytes that are not UTF-8 become U+FFFD or another wrong character. */
  toString(): string {
    return textOfBytes(this.buffer, this.start, this.length);
  }
}
