/** Reads the content of a core module's section. Source: WebAssembly core specification, "Binary Format". */
export class ModuleReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  u8(): number {
    return this.bytes[this.at++]!;
  }

  u32(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (!(byte >= 0x80)) return value;
    }
  }

  text(): string {
    const bytes = this.u32();
    return Buffer.from(this.bytes.subarray(this.at, (this.at += bytes))).toString();
  }

  /** Reads a count, then that many items. */
  list<Item>(read: () => Item): Item[] {
    return Array.from({ length: this.u32() }, read);
  }
}

/** Writes an unsigned number as LEB128. */
export function leb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(Math.floor(value / 0x80))];
}
