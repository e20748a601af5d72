import { SPACE, TAB } from './tokens';

const COMMA: u8 = 0x2c;

/** Reads the items of a list, which commas separate (RFC 9110, section 5.6.1); empty items are passed over. */
export class ListReader {
  /** Where the item starts. */
  start: i32 = 0;
  /** Where it ends. */
  end: i32 = 0;
  private buffer: StaticArray<u8> = new StaticArray<u8>(0);
  private rest: i32 = 0;
  private limit: i32 = 0;

  /** Begins with the list that is a range of the buffer. */
  reset(buffer: StaticArray<u8>, start: i32, end: i32): void {
    this.buffer = buffer;
    this.rest = start;
    this.limit = end;
  }

  /** Goes on to the next item. False: there is none. */
  next(): bool {
    while (this.rest < this.limit) {
      this.start = this.rest;
      this.end = this.rest;
      while (this.end < this.limit && this.buffer[this.end] != COMMA) this.end++;
      this.rest = this.end + 1;
      while (this.start < this.end && isSpace(this.buffer[this.start])) this.start++;
      while (this.end > this.start && isSpace(this.buffer[this.end - 1])) this.end--;
      if (this.start < this.end) return true;
    }
    return false;
  }
}

function isSpace(byte: u8): bool {
  return byte == SPACE || byte == TAB;
}
