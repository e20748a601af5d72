import { Bytes } from '../net';

const TAB: u8 = 0x09;
const SPACE: u8 = 0x20;
const MAX_FIELDS: i32 = 6;

/** One line of the protocol, cut into its fields, which stand between blanks. */
export class ControlLine {
  /** How many fields there are; six stands for more as well. */
  count: i32 = 0;
  private buffer: StaticArray<u8> = new StaticArray<u8>(0);
  private starts: StaticArray<i32> = new StaticArray<i32>(MAX_FIELDS);
  private ends: StaticArray<i32> = new StaticArray<i32>(MAX_FIELDS);

  /** Cuts the line that lies from `start` to `end`. */
  split(buffer: StaticArray<u8>, start: i32, end: i32): void {
    this.buffer = buffer;
    this.count = 0;
    let i = start;
    while (this.count < MAX_FIELDS) {
      while (i < end && isBlank(buffer[i])) i++;
      if (i == end) return;
      this.starts[this.count] = i;
      while (i < end && !isBlank(buffer[i])) i++;
      this.ends[this.count++] = i;
    }
  }

  /** Whether its first field is this verb, in capitals; letters may be small in the line. */
  isVerb(verb: string): bool {
    const start = this.starts[0];
    if (this.count == 0 || this.ends[0] - start != verb.length) return false;
    for (let i = 0; i < verb.length; i++) {
      const byte = this.buffer[start + i];
      const capital = byte >= 0x61 && byte <= 0x7a ? byte & 0xdf : byte;
      if (capital != verb.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Where a field starts; `end` when there is none. */
  startOf(field: i32, end: i32): i32 {
    return field < this.count ? this.starts[field] : end;
  }

  /** Makes `bytes` stand for a field. */
  take(field: i32, bytes: Bytes): void {
    bytes.set(this.buffer, this.starts[field], this.ends[field] - this.starts[field]);
  }

  /** Reads a field as a number of at most nine digits; -1: it is none. */
  number(field: i32): i32 {
    const start = this.starts[field];
    const end = this.ends[field];
    if (end - start > 9) return -1;
    let value = 0;
    for (let i = start; i < end; i++) {
      const digit = <i32>this.buffer[i] - 0x30;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }
}

function isBlank(byte: u8): bool {
  return byte == SPACE || byte == TAB;
}
