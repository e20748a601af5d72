import { isSame } from '../tokens';

/** The request asks for no range that is understood: all is to be sent. */
export const WHOLE: i32 = 0;
/** It asks for one part. */
export const PART: i32 = 1;
/** It asks for a part that there is not. */
export const UNSATISFIABLE: i32 = 2;

/** No number stands there. */
const NONE: i64 = -1;
const MAX_DIGITS: i32 = 18;

/** The part of a file that a request asks for: RFC 9110, section 14. Several parts at once are not made: all is sent instead. */
export class ByteRange {
  /** Where the part starts. */
  start: i64 = 0;
  /** How many bytes it has. */
  length: i64 = 0;

  /** Looks at the field `Range` of a request for something of `size` bytes. Returns WHOLE, PART or UNSATISFIABLE. */
  parse(range: string, size: i64): i32 {
    this.start = 0;
    this.length = size;
    if (!isSame(range.substr(0, 6), 'bytes=')) return WHOLE;
    const dash = range.indexOf('-', 6);
    if (dash < 0) return WHOLE;
    const first = numberAt(range, 6, dash);
    const last = numberAt(range, dash + 1, range.length);
    const hasLast = range.length > dash + 1;
    if (hasLast && last == NONE) return WHOLE;
    if (dash == 6) {
      if (!hasLast) return WHOLE;
      if (last == 0) return UNSATISFIABLE;
      if (size == 0) return WHOLE; // it is satisfiable, but Content-Range has no words for it
      this.length = min(last, size);
      this.start = size - this.length;
      return PART;
    }
    if (first == NONE || (hasLast && last < first)) return WHOLE;
    if (first >= size) return UNSATISFIABLE;
    this.start = first;
    this.length = hasLast ? min(last, size - 1) - first + 1 : size - first;
    return PART;
  }
}

/** Returns the decimal number that is a range of a text, or NONE. One that is too large becomes the largest. */
function numberAt(text: string, start: i32, end: i32): i64 {
  if (start == end) return NONE;
  let value: i64 = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return NONE;
    value = i - start < MAX_DIGITS ? value * 10 + digit : i64.MAX_VALUE;
  }
  return value;
}
