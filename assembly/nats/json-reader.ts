import { textOfBytes } from '../wasi';

/** How deep values may be nested. */
const MAX_DEPTH: i32 = 8;
const TAB: u8 = 0x09;
const SPACE: u8 = 0x20;
const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const COLON: u8 = 0x3a;
const OPEN_ARRAY: u8 = 0x5b;
const BACKSLASH: u8 = 0x5c;
const CLOSE_ARRAY: u8 = 0x5d;
const OPEN_OBJECT: u8 = 0x7b;
const CLOSE_OBJECT: u8 = 0x7d;

/** Reads one line of JSON (RFC 8259) from the front: each call takes what comes next. After a mistake nothing is read any more. */
export class JsonReader {
  /** Whether something else was found than was asked for. */
  hasFailed: bool = false;

  /** Reads `buffer` from `position` to `end`. */
  constructor(
    private buffer: StaticArray<u8>,
    private position: i32,
    private end: i32,
  ) {}

  /** Whether nothing is left. */
  get isAtEnd(): bool {
    return this.next() == 0 && this.position == this.end;
  }

  /** Takes the beginning of an object. Returns whether it has a member. */
  openObject(): bool {
    return this.open(OPEN_OBJECT, CLOSE_OBJECT);
  }

  /** Takes the name of a member, and what stands before its value. */
  readName(): string {
    const name = this.readText();
    if (!this.takes(COLON)) this.hasFailed = true;
    return name;
  }

  /** Takes what stands behind a member. Returns whether another one follows. */
  hasMember(): bool {
    return this.hasMore(CLOSE_OBJECT);
  }

  /** Takes the beginning of an array. Returns whether it has an item. */
  openArray(): bool {
    return this.open(OPEN_ARRAY, CLOSE_ARRAY);
  }

  /** Takes what stands behind an item. Returns whether another one follows. */
  hasItem(): bool {
    return this.hasMore(CLOSE_ARRAY);
  }

  /** Takes a string. What is escaped in it stays escaped. */
  readText(): string {
    if (!this.takes(QUOTE)) this.hasFailed = true;
    const start = this.position;
    let i = start;
    while (i < this.end && this.buffer[i] != QUOTE) i += this.buffer[i] == BACKSLASH ? 2 : 1;
    if (i >= this.end) this.hasFailed = true;
    if (this.hasFailed) return '';
    this.position = i + 1;
    return textOfBytes(this.buffer, start, i - start);
  }

  /** Takes `true` or `false`. */
  readFlag(): bool {
    const isTrue = this.takesWord('true');
    if (!isTrue && !this.takesWord('false')) this.hasFailed = true;
    return isTrue;
  }

  /** Takes a whole number, 0 or more; one that is too large is the largest i32. */
  readCount(): i32 {
    this.next();
    const start = this.position;
    let value: i64 = 0;
    for (; this.position < this.end; this.position++) {
      const digit = <i32>this.buffer[this.position] - 0x30;
      if (digit < 0 || digit > 9) break;
      value = min<i64>(value * 10 + digit, i32.MAX_VALUE);
    }
    if (this.position == start) this.hasFailed = true;
    return <i32>value;
  }

  /** Takes a value, whatever it is. */
  skip(depth: i32 = 0): void {
    const first = this.next();
    if (depth == MAX_DEPTH) this.hasFailed = true;
    else if (first == QUOTE) this.readText();
    else if (first == OPEN_OBJECT) {
      for (let goesOn = this.openObject(); goesOn; goesOn = this.hasMember()) {
        this.readName();
        this.skip(depth + 1);
      }
    } else if (first == OPEN_ARRAY) {
      for (let goesOn = this.openArray(); goesOn; goesOn = this.hasItem()) this.skip(depth + 1);
    } else if (!this.takesWord('true') && !this.takesWord('false') && !this.takesWord('null'))
      this.skipNumber();
  }

  /** Takes whatever numbers are made of. */
  private skipNumber(): void {
    const start = this.position;
    while (this.position < this.end && isInNumbers(this.buffer[this.position])) this.position++;
    if (this.position == start) this.hasFailed = true;
  }

  private open(opening: u8, closing: u8): bool {
    if (!this.takes(opening)) this.hasFailed = true;
    return !this.hasFailed && !this.takes(closing);
  }

  private hasMore(closing: u8): bool {
    if (this.takes(COMMA)) return true;
    if (!this.takes(closing)) this.hasFailed = true;
    return false;
  }

  /** Takes a character, if it comes next. */
  private takes(byte: u8): bool {
    if (this.next() != byte) return false;
    this.position++;
    return true;
  }

  /** Takes a word, if it comes next. */
  private takesWord(word: string): bool {
    if (this.next() == 0 || word.length > this.end - this.position) return false;
    for (let i = 0; i < word.length; i++)
      if (this.buffer[this.position + i] != word.charCodeAt(i)) return false;
    this.position += word.length;
    return true;
  }

  /** Goes past blanks. Returns the character that comes next; 0: none, or there was a mistake. */
  private next(): u8 {
    if (this.hasFailed) return 0;
    while (
      this.position < this.end &&
      (this.buffer[this.position] == SPACE || this.buffer[this.position] == TAB)
    )
      this.position++;
    return this.position < this.end ? this.buffer[this.position] : 0;
  }
}

function isInNumbers(byte: u8): bool {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    byte == 0x2b ||
    byte == 0x2d ||
    byte == 0x2e ||
    byte == 0x45 ||
    byte == 0x65
  );
}
