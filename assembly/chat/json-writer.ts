import { ByteWriter } from '../http/byte-writer';
import { Bytes } from '../net';

const SPACE: u8 = 0x20;
const QUOTE: u8 = 0x22;
const COMMA: u8 = 0x2c;
const OPEN_BRACKET: u8 = 0x5b;
const BACKSLASH: u8 = 0x5c;
const CLOSE_BRACKET: u8 = 0x5d;
const OPEN_BRACE: u8 = 0x7b;
const CLOSE_BRACE: u8 = 0x7d;

/** Writes objects as JSON (RFC 8259). The caller sees to it that values follow keys. */
export class JsonWriter extends ByteWriter {
  /** Whether the next key or item has one before it. */
  private needsComma: bool = false;

  reset(): void {
    super.reset();
    this.needsComma = false;
  }

  /** Begins an object. */
  beginObject(): void {
    this.open(OPEN_BRACE);
  }

  /** Ends an object. */
  endObject(): void {
    this.close(CLOSE_BRACE);
  }

  /** Begins a list as the value of a key. */
  beginList(key: string): void {
    this.key(key);
    this.needsComma = false;
    this.open(OPEN_BRACKET);
  }

  /** Ends a list. */
  endList(): void {
    this.close(CLOSE_BRACKET);
  }

  /** Writes a key with a text. */
  text(key: string, value: string): void {
    this.key(key);
    this.quote(Bytes.of(value));
  }

  /** Writes a key with a text that is UTF-8 already. */
  utf8(key: string, value: Bytes): void {
    this.key(key);
    this.quote(value);
  }

  /** Writes a key with a number, 0 at least. */
  number(key: string, value: i64): void {
    this.key(key);
    this.writeNumber(value);
  }

  /** Writes a text as an item of a list. */
  item(value: string): void {
    this.separate();
    this.quote(Bytes.of(value));
  }

  private open(bracket: u8): void {
    this.separate();
    this.writeByte(bracket);
    this.needsComma = false;
  }

  private close(bracket: u8): void {
    this.writeByte(bracket);
    this.needsComma = true;
  }

  private key(key: string): void {
    this.separate();
    this.writeText('"' + key + '":');
  }

  private separate(): void {
    if (this.needsComma) this.writeByte(COMMA);
    this.needsComma = true;
  }

  private quote(value: Bytes): void {
    this.writeByte(QUOTE);
    for (let i = 0; i < value.length; i++) {
      const byte = value.at(i);
      if (byte == QUOTE || byte == BACKSLASH) this.writeByte(BACKSLASH);
      this.writeByte(max(byte, SPACE)); // texts are clean: a control character would be a mistake of ours
    }
    this.writeByte(QUOTE);
  }
}
