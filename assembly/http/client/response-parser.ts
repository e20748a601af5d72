import { copyBytes } from '../../wasi';
import { NEEDS_MORE, lineEnd, parseField } from '../field-parser';
import { Fields } from '../fields';
import { Framing } from '../framing';
import { CLASSES, CR, SPACE, VALUE, isDigit } from '../tokens';

/** `HTTP/1.1 200`. */
const STATUS_END: i32 = 12;

/**
 * Parses the head of a response (RFC 9112, sections 4 and 5), as strictly as those of requests are parsed: what two readers might
 * understand differently is refused.
 *
 * The head has to be in one piece. The parser keeps nothing between calls, reads from left to right and returns the first mistake, so
 * it does not matter in which pieces a head has arrived.
 */
export class ResponseParser {
  /** The minor version: 0, or 1 for 1.1 and whatever comes after it. */
  minor: i32 = 1;
  /** The status code; 0: no whole head has been parsed. */
  status: i32 = 0;
  /** What the fields say of the body and the connection. */
  readonly framing: Framing = new Framing();
  /** All fields. */
  readonly fields: Fields = new Fields();
  private code: i32 = 0;

  /**
   * Parses the head that begins at `start` of the buffer, whose bytes end at `end`; it has at most `headBytes` bytes and `fieldLimit`
   * fields. Returns where it ends; NEEDS_MORE; or below that -431 (it is too large) or another number (it is not valid).
   */
  parse(buffer: StaticArray<u8>, start: i32, end: i32, headBytes: i32, fieldLimit: i32): i32 {
    const position = this.parseHead(buffer, start, min(end, start + headBytes), fieldLimit);
    return position == NEEDS_MORE && end - start >= headBytes ? -431 : position;
  }

  /** Has the head stand for a copy of its bytes, from `start` to `end`, in a buffer of its own. */
  keep(start: i32, end: i32): void {
    const copy = new StaticArray<u8>(end - start);
    copyBytes(this.fields.buffer, start, copy, 0, end - start);
    this.fields.move(copy, start);
  }

  private parseHead(buffer: StaticArray<u8>, start: i32, end: i32, fieldLimit: i32): i32 {
    this.status = 0;
    this.framing.reset();
    this.fields.reset(buffer);
    let position = this.parseLine(buffer, start, end);
    while (position >= 0) {
      if (position == end) return NEEDS_MORE;
      if (buffer[position] == CR) return this.finish(lineEnd(buffer, position, end));
      position = parseField(buffer, position, end, this.fields, fieldLimit);
      if (position < 0) return position;
      const refused = this.framing.note(this.fields, this.fields.count - 1);
      if (refused != 0) return -refused;
    }
    return position;
  }

  /** HTTP-version SP status-code [ SP [ reason-phrase ] ] CRLF: some servers leave the second space out. */
  private parseLine(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const known = min(end - start, STATUS_END);
    let status = 0;
    for (let i = 0; i < known; i++) {
      const byte = buffer[start + i];
      const isStatus = i > 8;
      const isRight = isStatus || i == 7 ? isDigit(byte) : byte == <u8>'HTTP/1.1 '.charCodeAt(i);
      if (!isRight) return -400;
      if (isStatus) status = status * 10 + (byte - 0x30);
    }
    if (known < STATUS_END) return NEEDS_MORE;
    if (status < 100) return -400;
    this.minor = buffer[start + 7] == 0x30 ? 0 : 1;
    this.code = status;
    let i = start + STATUS_END;
    if (i < end && buffer[i] == SPACE) while (i < end && (CLASSES[buffer[i]] & VALUE) != 0) i++;
    return lineEnd(buffer, i, end);
  }

  /** Chunks are not for 1.0: a proxy that does not know them would find another end. */
  private finish(position: i32): i32 {
    if (position >= 0 && this.framing.isChunked && this.minor == 0) return -400;
    if (position >= 0) this.status = this.code;
    return position;
  }
}
