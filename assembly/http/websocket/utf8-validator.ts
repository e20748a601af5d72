/**
 * Checks bytes for being UTF-8 as they arrive, in pieces of any size: the first byte that can't be part of it is seen at once.
 *
 * Source: RFC 3629, section 4 (the table of what may follow each first byte).
 */
export class Utf8Validator {
  /** How many bytes the character that has begun still lacks. */
  private missing: i32 = 0;
  /** What the next byte must be at least and at most, in a character. */
  private low: u8 = 0x80;
  private high: u8 = 0xbf;

  /** Whether no character has begun that is not complete. */
  get isComplete(): bool {
    return this.missing == 0;
  }

  /** Begins anew. */
  reset(): void {
    this.missing = 0;
    this.low = 0x80;
    this.high = 0xbf;
  }

  /** Adds `bytes` bytes of `buffer` from `start` on. Returns false when they can't be UTF-8; then it can't be used before `reset`. */
  add(buffer: StaticArray<u8>, start: i32, bytes: i32): bool {
    for (let i = start; i < start + bytes; i++) {
      const byte = buffer[i];
      if (this.missing == 0) {
        if (byte >= 0x80 && !this.begin(byte)) return false;
      } else {
        if (byte < this.low || byte > this.high) return false;
        this.low = 0x80;
        this.high = 0xbf;
        this.missing--;
      }
    }
    return true;
  }

  /** Begins a character of several bytes. Returns false when none begins with this byte. */
  private begin(byte: u8): bool {
    if (byte < 0xc2 || byte > 0xf4) return false;
    this.missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (byte == 0xe0) this.low = 0xa0; // below: a longer form of what two bytes say
    if (byte == 0xed) this.high = 0x9f; // above: surrogates
    if (byte == 0xf0) this.low = 0x90; // below: a longer form of what three bytes say
    if (byte == 0xf4) this.high = 0x8f; // above: beyond U+10FFFF
    return true;
  }
}
