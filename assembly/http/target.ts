import { isText } from './fields';
import { isHost } from './host-field';
import { decodePercent, isEncoded } from './percent';

const SLASH: u8 = 0x2f;
const QUESTION_MARK: u8 = 0x3f;
const ASTERISK: u8 = 0x2a;
const NUMBER_SIGN: u8 = 0x23;
const AMPERSAND: u8 = 0x26;
const EQUALS: u8 = 0x3d;

/** The target of a request, taken apart (RFC 9112, section 3.2): ranges of the buffer that it was received in. */
export class Target {
  /** What the ranges are of. */
  buffer: StaticArray<u8> = new StaticArray<u8>(0);
  /** Where the path starts, with its first slash. */
  pathStart: i32 = 0;
  /** Where the path ends; as where it starts: the target is `*`. */
  pathEnd: i32 = 0;
  /** Where the query starts, behind its question mark. */
  queryStart: i32 = 0;
  /** Where the query ends. */
  queryEnd: i32 = 0;
  /** Where the authority of a target in absolute form starts, and where it ends; the same: it has none. */
  authorityStart: i32 = 0;
  authorityEnd: i32 = 0;

  /** Makes it one that has nothing. */
  clear(buffer: StaticArray<u8>, start: i32): void {
    this.buffer = buffer;
    this.authorityStart = this.authorityEnd = this.pathStart = this.pathEnd = start;
    this.queryStart = this.queryEnd = start;
  }

  /** Takes a target apart. False: it is none that a server of its own resources has to answer. */
  parse(buffer: StaticArray<u8>, start: i32, end: i32): bool {
    this.clear(buffer, start);
    this.queryStart = this.queryEnd = end;
    if (unchecked(buffer[start]) == ASTERISK) return end == start + 1;
    if (unchecked(buffer[start]) != SLASH && !this.parseAuthority(buffer, start, end)) return false;
    let i = this.pathStart;
    while (i < end && unchecked(buffer[i]) != QUESTION_MARK && unchecked(buffer[i]) != NUMBER_SIGN) i++;
    this.pathEnd = i;
    if (i < end) this.queryStart = i + 1;
    for (; i < end; i++) if (unchecked(buffer[i]) == NUMBER_SIGN) return false;
    return isEncoded(buffer, this.pathStart, this.pathEnd);
  }

  /** Has the ranges stand for those of another buffer, with the same bytes `by` bytes earlier. */
  move(buffer: StaticArray<u8>, by: i32): void {
    this.buffer = buffer;
    this.pathStart -= by;
    this.pathEnd -= by;
    this.queryStart -= by;
    this.queryEnd -= by;
    this.authorityStart -= by;
    this.authorityEnd -= by;
  }

  /** Whether it has the form `*`. */
  get isAsterisk(): bool {
    return this.pathStart == this.pathEnd && this.authorityStart == this.authorityEnd;
  }

  /** Returns the path, decoded. `http://a` has `/`. */
  get path(): string {
    return this.pathStart == this.pathEnd ? '/' : decodePercent(this.buffer, this.pathStart, this.pathEnd);
  }

  /** Adds to `values` each value that the query has for a name, decoded, `limit` of them at most. Returns how many there are. */
  query(name: string, values: string[] | null, limit: i32): i32 {
    const buffer = this.buffer;
    let count = 0;
    let i = this.queryStart;
    while (i < this.queryEnd && count < limit) {
      let end = i;
      while (end < this.queryEnd && buffer[end] != AMPERSAND) end++;
      let equals = i;
      while (equals < end && buffer[equals] != EQUALS) equals++;
      if (decodePercent(buffer, i, equals, true) == name && end > i) {
        count++;
        if (values != null) values.push(decodePercent(buffer, min(equals + 1, end), end, true));
      }
      i = end + 1;
    }
    return count;
  }

  /** scheme "://" authority, of which only `http` and `https` have an authority that a request may name. */
  private parseAuthority(buffer: StaticArray<u8>, start: i32, end: i32): bool {
    let i = start;
    if (end - start > 7 && isText(buffer, start, start + 7, 'http://')) i += 7;
    else if (end - start > 8 && isText(buffer, start, start + 8, 'https://')) i += 8;
    else return false;
    this.authorityStart = i;
    while (i < end && buffer[i] != SLASH && buffer[i] != QUESTION_MARK && buffer[i] != NUMBER_SIGN) i++;
    this.authorityEnd = this.pathStart = i;
    return i > this.authorityStart && isHost(buffer, this.authorityStart, i);
  }
}
