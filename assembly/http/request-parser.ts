import { copyBytes } from '../wasi';
import { NEEDS_MORE, lineEnd, parseField } from './field-parser';
import { Fields } from './fields';
import { Framing } from './framing';
import { isHost } from './host-field';
import { CLASSES, CR, SPACE, TARGET, TOKEN, isDigit } from './tokens';

/** What a head may have at most. */
export class HeadLimits {
  /** Bytes of the head, with empty lines before it. */
  headBytes: i32 = 16384;
  /** Bytes of the target. */
  targetBytes: i32 = 8192;
  /** Fields. */
  fields: i32 = 100;
}

/** No method is as long; without a limit a first line might be long and still not wrong. */
export const MAX_METHOD_BYTES: i32 = 64;
const NO_LIMITS: HeadLimits = new HeadLimits();
/** `HTTP/1.1` and the like. */
const VERSION_BYTES: i32 = 8;
/** Empty lines before a request that are passed over; some clients send one after a body (RFC 9112, section 2.2). */
const MAX_EMPTY_LINES: i32 = 4;

/**
 * Parses the head of a request (RFC 9112), strictly: what two servers might understand differently is refused.
 *
 * The head has to be in one piece. The parser keeps nothing between calls, reads from left to right and returns the first mistake, so
 * it does not matter in which pieces a head has arrived. What it has found stays until the next call.
 */
export class RequestParser {
  /** Where the method starts and ends; the other ranges likewise. */
  methodStart: i32 = 0;
  methodEnd: i32 = 0;
  targetStart: i32 = 0;
  targetEnd: i32 = 0;
  /** The minor version: 0, or 1 for 1.1 and whatever comes after it. */
  minor: i32 = 1;
  /** Whether the client wants to hear `100 Continue` before it sends the body. */
  expectsContinue: bool = false;
  /** What the fields say of the body and the connection. */
  readonly framing: Framing = new Framing();
  /** All fields. */
  readonly fields: Fields = new Fields();
  private limits: HeadLimits = NO_LIMITS;
  private hosts: i32 = 0;
  private expectsOther: bool = false;

  /**
   * Parses the head that begins at `start` of the buffer, whose bytes end at `end`. Returns where it ends; NEEDS_MORE; or below that, the
   * status to refuse it with, such as -400.
   */
  parse(buffer: StaticArray<u8>, start: i32, end: i32, limits: HeadLimits): i32 {
    assert(start >= 0 && end <= buffer.length); // checked once: not for each byte of what is parsed
    const headBytes = limits.headBytes;
    const position = this.parseHead(buffer, start, min(end, start + headBytes), limits);
    return position == NEEDS_MORE && end - start >= headBytes ? -431 : position;
  }

  /** Has the head stand for a copy of its bytes, from `start` to `end`, in a buffer of its own. */
  keep(start: i32, end: i32): StaticArray<u8> {
    const copy = new StaticArray<u8>(end - start);
    copyBytes(this.fields.buffer, start, copy, 0, end - start);
    this.fields.move(copy, start);
    this.methodStart -= start;
    this.methodEnd -= start;
    this.targetStart -= start;
    this.targetEnd -= start;
    return copy;
  }

  private parseHead(buffer: StaticArray<u8>, start: i32, end: i32, limits: HeadLimits): i32 {
    this.limits = limits;
    this.methodStart = this.methodEnd = this.targetStart = this.targetEnd = start;
    this.minor = 1;
    this.framing.reset();
    this.fields.reset(buffer);
    this.hosts = 0;
    this.expectsContinue = this.expectsOther = false;
    let position = skipEmptyLines(buffer, start, end);
    if (position >= 0) position = this.parseLine(buffer, position, end);
    if (position < 0) return position;
    while (true) {
      if (position == end) return NEEDS_MORE;
      if (unchecked(buffer[position]) == CR) return this.finish(lineEnd(buffer, position, end));
      position = parseField(buffer, position, end, this.fields, this.limits.fields);
      if (position < 0) return position;
      const refused = this.note(this.fields.count - 1);
      if (refused != 0) return -refused;
    }
  }

  /** method SP request-target SP HTTP-version CRLF */
  private parseLine(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const methodLimit = min(end, start + MAX_METHOD_BYTES + 1);
    let i = start;
    while (i < methodLimit && (unchecked(CLASSES[buffer[i]]) & TOKEN) != 0) i++;
    this.methodStart = start;
    this.methodEnd = i;
    if (i - start > MAX_METHOD_BYTES) return -501;
    if (i == end) return NEEDS_MORE;
    if (i == start || unchecked(buffer[i]) != SPACE) return -400;
    const target = ++i;
    const targetLimit = min(end, target + this.limits.targetBytes);
    while (i < targetLimit && (unchecked(CLASSES[buffer[i]]) & TARGET) != 0) i++;
    this.targetStart = target;
    this.targetEnd = i;
    if (i == end) return NEEDS_MORE;
    if (i == targetLimit && (CLASSES[unchecked(buffer[i])] & TARGET) != 0) return -414;
    if (i == target || unchecked(buffer[i]) != SPACE) return -400;
    return this.parseVersion(buffer, i + 1, end);
  }

  private parseVersion(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const known = min(end - start, VERSION_BYTES);
    for (let i = 0; i < known; i++) {
      const byte = unchecked(buffer[start + i]);
      const isRight = i == 5 || i == 7 ? isDigit(byte) : byte == <u8>'HTTP/1.1'.charCodeAt(i);
      if (!isRight) return -400;
    }
    if (known < VERSION_BYTES) return NEEDS_MORE;
    const position = lineEnd(buffer, start + VERSION_BYTES, end);
    if (position >= 0 && unchecked(buffer[start + 5]) != 0x31) return -505;
    this.minor = unchecked(buffer[start + 7]) == 0x30 ? 0 : 1;
    return position;
  }

  /** Looks at a field, if it is one of those that count here. Returns 0, or a status. */
  private note(i: i32): i32 {
    const fields = this.fields;
    const nameBytes = fields.nameBytes(i);
    if (nameBytes == 4 && fields.hasName(i, 'host')) {
      this.hosts++;
      return this.hosts > 1 || !isHost(fields.buffer, fields.valueStart(i), fields.valueEnd(i)) ? 400 : 0;
    }
    if (nameBytes == 6 && fields.hasName(i, 'expect')) {
      if (fields.hasValue(i, '100-continue')) this.expectsContinue = true;
      else this.expectsOther = true;
    }
    return this.framing.note(fields, i);
  }

  /** Looks at the head as a whole. */
  private finish(position: i32): i32 {
    if (position < 0) return position;
    const isHttp11 = this.minor == 1;
    if (this.hosts == 0 && isHttp11) return -400;
    if (this.framing.isChunked && !isHttp11) return -400;
    if (!isHttp11) this.expectsContinue = false;
    else if (this.expectsOther) return -417;
    return position;
  }
}

/** Returns where the first line starts, NEEDS_MORE, or -400. */
function skipEmptyLines(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
  let position = start;
  for (let lines = 0; position < end && unchecked(buffer[position]) == CR; lines++) {
    if (lines == MAX_EMPTY_LINES) return -400;
    position = lineEnd(buffer, position, end);
    if (position < 0) return position;
  }
  return position == end ? NEEDS_MORE : position;
}
