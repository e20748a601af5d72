import { Bytes } from '../net';

const SPACE: u8 = 0x20;
const SLASH: u8 = 0x2f;

/** Reads words of a clean text, one after the other. */
export class WordReader {
  private text: Bytes = new Bytes(new StaticArray<u8>(0), 0, 0);
  private position: i32 = 0;

  /** Begins with a text, which has to stay as it is until the last word is read. */
  begin(text: Bytes): void {
    this.text = text;
    this.position = 0;
  }

  /** Whether nothing but spaces is left. */
  get isAtEnd(): bool {
    for (let i = this.position; i < this.text.length; i++) if (this.text.at(i) != SPACE) return false;
    return true;
  }

  /** Whether a slash comes next. */
  get startsWithSlash(): bool {
    return this.position < this.text.length && this.text.at(this.position) == SLASH;
  }

  /** Skips a slash, if that comes next. Returns whether it does. */
  skipSlash(): bool {
    const isThere = this.startsWithSlash;
    if (isThere) this.position++;
    return isThere;
  }

  /** Reads a word, and the space after it; empty: there is none. */
  word(): string {
    const text = this.text;
    while (this.position < text.length && text.at(this.position) == SPACE) this.position++;
    const start = this.position;
    while (this.position < text.length && text.at(this.position) != SPACE) this.position++;
    const word = new Bytes(text.buffer, text.start + start, this.position - start);
    if (this.position < text.length) this.position++;
    return word.toString();
  }

  /** Copies the rest. */
  rest(): Bytes {
    const text = this.text;
    return new Bytes(text.buffer, text.start + this.position, text.length - this.position).copy();
  }
}
