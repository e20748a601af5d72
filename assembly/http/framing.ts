import { Fields, isText } from './fields';
import { ListReader } from './list-reader';
import { isDigit } from './tokens';

/** `contentLength`: the message has no such field. */
export const NO_LENGTH: i64 = -1;

/** A length of more digits is refused: with 18 it still is an i64. */
const MAX_LENGTH_DIGITS: i32 = 18;
const BAD_REQUEST: i32 = 400;
const NOT_IMPLEMENTED: i32 = 501;

const items = new ListReader();

/**
 * What the fields of a message say of the message itself and of its connection: RFC 9112, sections 6 and 9; RFC 9110, section 7.6.1.
 *
 * Whatever two readers might understand differently is refused, so that nobody smuggles a message through another.
 */
export class Framing {
  /** The length of the body; NO_LENGTH: not given. */
  contentLength: i64 = NO_LENGTH;
  /** Whether the body comes in chunks. */
  isChunked: bool = false;
  /** Whether `Connection` has `close`. */
  closes: bool = false;
  /** Whether `Connection` has `keep-alive`. */
  keepsAlive: bool = false;
  /** Whether `Connection` has `upgrade`. */
  upgrades: bool = false;

  /** Forgets everything, for the next message. */
  reset(): void {
    this.contentLength = NO_LENGTH;
    this.isChunked = this.closes = this.keepsAlive = this.upgrades = false;
  }

  /** Notes the i-th field, if it is one of those that count here. Returns 0, or the status to refuse the message with. */
  note(fields: Fields, i: i32): i32 {
    switch (fields.nameBytes(i)) {
      case 10:
        if (fields.hasName(i, 'connection'))
          this.noteConnection(fields.buffer, fields.valueStart(i), fields.valueEnd(i));
        return 0;
      case 14:
        return fields.hasName(i, 'content-length')
          ? this.noteLength(fields.buffer, fields.valueStart(i), fields.valueEnd(i))
          : 0;
      case 17:
        return fields.hasName(i, 'transfer-encoding')
          ? this.noteCoding(fields.buffer, fields.valueStart(i), fields.valueEnd(i))
          : 0;
      default:
        return 0;
    }
  }

  /** Whether the connection stays open after a message of that version, as far as its sender wants (RFC 9112, section 9.3). */
  isPersistent(isHttp11: bool): bool {
    return !this.closes && (isHttp11 || this.keepsAlive);
  }

  private noteLength(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    if (this.contentLength != NO_LENGTH || this.isChunked) return BAD_REQUEST;
    if (start == end || end - start > MAX_LENGTH_DIGITS) return BAD_REQUEST;
    let length: i64 = 0;
    for (let i = start; i < end; i++) {
      const byte = buffer[i];
      if (!isDigit(byte)) return BAD_REQUEST;
      length = length * 10 + (byte - 0x30);
    }
    this.contentLength = length;
    return 0;
  }

  /** No other coding than `chunked` is known here: after others it is understood but not supported, anywhere else it makes no sense. */
  private noteCoding(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    if (this.contentLength != NO_LENGTH || this.isChunked) return BAD_REQUEST;
    if (isText(buffer, start, end, 'chunked')) {
      this.isChunked = true;
      return 0;
    }
    let codings = 0;
    let isLast: bool = false;
    items.reset(buffer, start, end);
    while (items.next()) {
      if (isLast) return BAD_REQUEST;
      isLast = isText(buffer, items.start, items.end, 'chunked');
      codings++;
    }
    return isLast && codings > 1 ? NOT_IMPLEMENTED : BAD_REQUEST;
  }

  private noteConnection(buffer: StaticArray<u8>, start: i32, end: i32): void {
    items.reset(buffer, start, end);
    while (items.next()) {
      if (isText(buffer, items.start, items.end, 'close')) this.closes = true;
      else if (isText(buffer, items.start, items.end, 'keep-alive')) this.keepsAlive = true;
      else if (isText(buffer, items.start, items.end, 'upgrade')) this.upgrades = true;
    }
  }
}
