import { copyBytes } from '../wasi';
import { areExtensions } from './chunk-extensions';
import { NEEDS_MORE, lineEnd, parseField } from './field-parser';
import { Fields } from './fields';
import { Framing, NO_LENGTH } from './framing';
import { CLASSES, CR, VALUE, hexValue } from './tokens';

/** The size of a chunk has at most so many digits: no i64 overflows. */
const MAX_SIZE_DIGITS: i32 = 15;
/** A line with the size of a chunk, and its extensions. */
const MAX_LINE_BYTES: i32 = 1024;
/** Bytes of trailers. */
const MAX_TRAILER_BYTES: i32 = 8192;
const MAX_TRAILERS: i32 = 50;
/** Bytes of lines with sizes, beyond what the data makes up for: a peer that sends little but such lines keeps the server busy. */
const MAX_EXCESS_BYTES: i64 = 16384;
/** What is allowed for the line of a chunk, and again for each byte of its data. */
const LINE_BYTES: i32 = 16;

/** What comes next in a body. */
const enum State {
  Data,
  SizeLine,
  DataEnd,
  Trailers,
  UntilClose,
  End,
}

/**
 * Takes a body out of what arrives: by length, in chunks (RFC 9112, section 7), or until the connection closes.
 *
 * The line before a chunk and the fields after the last one have to be in one piece each; where one is cut, `next` returns without
 * progress, and its caller keeps what is there and comes back with more.
 */
export class BodyDecoder {
  /** Where the piece of the body that `next` has found starts. */
  pieceStart: i32 = 0;
  /** How long it is; 0: there is none. */
  pieceBytes: i32 = 0;
  /** The fields after the last chunk; ranges of a buffer of their own. Null: there are none. */
  trailers: Fields | null = null;
  private state: State = State.End;
  /** Bytes of the body, or of this chunk, that are still to come. */
  private restBytes: i64 = 0;
  private excessBytes: i64 = 0;
  private isChunked: bool = false;

  /** Begins with the body of a message. `untilClose`: without a length the body ends with the connection, as in a response. */
  start(framing: Framing, untilClose: bool = false): void {
    this.trailers = null;
    this.excessBytes = 0;
    this.restBytes = 0;
    this.pieceBytes = 0;
    this.isChunked = framing.isChunked;
    if (framing.isChunked) this.state = State.SizeLine;
    else if (framing.contentLength == NO_LENGTH) this.state = untilClose ? State.UntilClose : State.End;
    else {
      this.restBytes = framing.contentLength;
      this.state = this.restBytes > 0 ? State.Data : State.End;
    }
  }

  /** Whether the body is complete. */
  get hasEnded(): bool {
    return this.state == State.End;
  }

  /** Whether the body may end where the connection closes. */
  get endsWithConnection(): bool {
    return this.state == State.UntilClose;
  }

  /** How many bytes are known to come: of the body, or of this chunk. */
  get announcedBytes(): i64 {
    return this.restBytes;
  }

  /** Makes it a message without a body. */
  skip(): void {
    this.state = State.End;
  }

  /**
   * Goes on at `start` of the buffer, whose bytes end at `end`, up to the next piece of the body, which `pieceStart` and `pieceBytes`
   * tell. Returns where it has come to (as before: a line is cut, or the body has ended), or below 0 the status to refuse it with.
   */
  next(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    this.pieceBytes = 0;
    let position = start;
    while (position < end && this.state != State.End) {
      if (this.state == State.Data || this.state == State.UntilClose) return this.takeData(position, end);
      const next = this.parse(buffer, position, end);
      if (next == NEEDS_MORE) return position;
      if (next < 0) return next;
      position = next;
    }
    return position;
  }

  private takeData(start: i32, end: i32): i32 {
    const bytes = this.state == State.Data ? <i32>min<i64>(end - start, this.restBytes) : end - start;
    this.pieceStart = start;
    this.pieceBytes = bytes;
    if (this.state == State.UntilClose) return end;
    this.restBytes -= bytes;
    if (this.restBytes == 0) this.state = this.isChunked ? State.DataEnd : State.End;
    return start + bytes;
  }

  private parse(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    if (this.state == State.SizeLine) return this.parseSize(buffer, start, end);
    if (this.state == State.Trailers) return this.parseTrailers(buffer, start, end);
    const position = lineEnd(buffer, start, end);
    if (position >= 0) this.state = State.SizeLine;
    return position;
  }

  /** chunk-size [ chunk-ext ] CRLF */
  private parseSize(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const limit = min(end, start + MAX_LINE_BYTES);
    let size: i64 = 0;
    let i = start;
    for (; i < limit; i++) {
      const digit = hexValue(buffer[i]);
      if (digit < 0) break;
      if (i - start == MAX_SIZE_DIGITS) return -400;
      size = (size << 4) | digit;
    }
    if (i == start) return -400;
    const sizeEnd = i;
    while (i < limit && (CLASSES[buffer[i]] & VALUE) != 0) i++;
    const position = lineEnd(buffer, i, end);
    if (position == NEEDS_MORE) return end - start < MAX_LINE_BYTES ? position : -400;
    if (position < 0 || !areExtensions(buffer, sizeEnd, i)) return -400;
    this.excessBytes = max<i64>(
      this.excessBytes + (position - start) - LINE_BYTES * (1 + min<i64>(size, MAX_EXCESS_BYTES)),
      0,
    );
    if (this.excessBytes > MAX_EXCESS_BYTES) return -400;
    this.restBytes = size;
    this.state = size > 0 ? State.Data : State.Trailers;
    return position;
  }

  /** *( field-line CRLF ) CRLF */
  private parseTrailers(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const fields = new Fields();
    fields.reset(buffer);
    const limit = min(end, start + MAX_TRAILER_BYTES);
    let position = start;
    while (position >= 0 && position < limit && buffer[position] != CR)
      position = parseField(buffer, position, limit, fields, MAX_TRAILERS);
    if (position >= 0) position = lineEnd(buffer, position, limit);
    if (position == NEEDS_MORE) return end - start < MAX_TRAILER_BYTES ? position : -431;
    if (position < 0) return position;
    this.state = State.End;
    if (fields.count > 0) this.keep(fields, start, position - start);
    return position;
  }

  /** The buffer will have other bytes soon. */
  private keep(fields: Fields, start: i32, bytes: i32): void {
    const copy = new StaticArray<u8>(bytes);
    copyBytes(fields.buffer, start, copy, 0, bytes);
    fields.move(copy, start);
    this.trailers = fields;
  }
}
