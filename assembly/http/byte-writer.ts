import { Bytes } from '../net';
import { copyBytes, encodeAscii, encodeText, utf8Bytes } from '../wasi';

const ZERO: u8 = 0x30;
const LETTERS: u8 = 0x57; // 0x57 + 10 is an 'a'

/** Puts a message together in one piece. It keeps its memory, so that the next message takes none. */
export class ByteWriter {
  /** What has been written. */
  readonly bytes: Bytes;

  /** Makes one with room for `capacity` bytes; it grows when they are not enough. */
  constructor(capacity: i32) {
    this.bytes = new Bytes(new StaticArray<u8>(capacity), 0, 0);
  }

  /** How many bytes there are. */
  get length(): i32 {
    return this.bytes.length;
  }

  /** Begins anew. */
  reset(): void {
    this.bytes.length = 0;
  }

  /** Puts bytes at the end. */
  write(data: Bytes): void {
    const at = this.reserve(data.length);
    copyBytes(data.buffer, data.start, this.bytes.buffer, at, data.length);
  }

  /** Puts a byte at the end. */
  writeByte(byte: u8): void {
    const at = this.reserve(1);
    unchecked((this.bytes.buffer[at] = byte));
  }

  /** Puts a text at the end, as UTF-8. */
  writeText(text: string): void {
    let at = this.reserve(text.length); // no text has fewer bytes than UTF-16 units
    if (encodeAscii(text, this.bytes.buffer, at)) return;
    this.bytes.length = at;
    at = this.reserve(utf8Bytes(text));
    encodeText(text, this.bytes.buffer, at);
  }

  /** Puts a number at the end, in base 10 or 16; below 0: as 0. */
  writeNumber(value: i64, base: i64 = 10): void {
    let digits = 1;
    for (let rest = value / base; rest > 0; rest /= base) digits++;
    const at = this.reserve(digits);
    const buffer = this.bytes.buffer;
    let rest = max<i64>(value, 0);
    for (let i = at + digits - 1; i >= at; i--) {
      const digit = <u8>(rest % base);
      unchecked((buffer[i] = digit + (digit < 10 ? ZERO : LETTERS)));
      rest /= base;
    }
  }

  /** Makes room for bytes at the end; returns where. */
  private reserve(bytes: i32): i32 {
    const at = this.bytes.length;
    const old = this.bytes.buffer;
    if (at + bytes > old.length) {
      const buffer = new StaticArray<u8>(max(at + bytes, old.length << 1));
      copyBytes(old, 0, buffer, 0, at);
      this.bytes.buffer = buffer;
    }
    this.bytes.length = at + bytes;
    return at;
  }
}
