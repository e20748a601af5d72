import { Malformed } from './sections.ts';

/** Reads the content of a section. Source: WebAssembly core specification, "Binary Format". Throws Malformed beyond its end. */
export class BinaryReader {
  constructor(
    private readonly bytes: Uint8Array,
    /** Where it is, in bytes from the beginning. */
    public at = 0,
  ) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  u8(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new Malformed();
    return byte;
  }

  u32(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 35; scale *= 0x80) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new Malformed();
  }

  text(): string {
    const bytes = this.u32();
    if (bytes > this.bytes.length - this.at) throw new Malformed();
    return Buffer.from(this.bytes.subarray(this.at, (this.at += bytes))).toString();
  }

  /** Reads a count, then that many items, each of a byte at least. */
  list<Item>(read: () => Item): Item[] {
    const count = this.u32();
    if (count > this.bytes.length - this.at) throw new Malformed();
    return Array.from({ length: count }, read);
  }

  /** Returns another reader that goes on from here. */
  copy(): BinaryReader {
    return new BinaryReader(this.bytes, this.at);
  }
}

/** Writes an unsigned number as LEB128. */
export function leb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(Math.floor(value / 0x80))];
}
