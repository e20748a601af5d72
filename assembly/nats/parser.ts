import { Bytes } from '../net';
import { textOfBytes } from '../wasi';
import { ControlLine } from './control-line';
import { HeldBytes } from './held-bytes';
import { NatsInfo } from './info';
import { NatsMessage } from './message';
import { NatsOptions } from './options';

const TAB: u8 = 0x09;
const LF: u8 = 0x0a;
const CR: u8 = 0x0d;
const SPACE: u8 = 0x20;
const QUOTE: u8 = 0x27;
const DELETE: u8 = 0x7f;
const QUESTION: u8 = 0x3f;
const LINE_END_BYTES: i32 = 2;
const NEEDS_MORE: i32 = -1;
const NO_PAYLOAD: i32 = -1;
/** As much of a server's complaint is passed on. */
const MAX_COMPLAINT_BYTES: i32 = 200;

/** Who is told what a server sends. No call may lead to another piece of it being parsed. */
export interface NatsReceiver {
  /** Whether anything that follows is still of interest. */
  readonly takesInput: bool;
  /** INFO: the first line, and again whenever something has changed. */
  receiveInfo(info: NatsInfo): void;
  /** MSG, for the subscription of this number. The message is good until this returns. */
  receiveMessage(sid: i32, message: NatsMessage): void;
  /** MSG with a payload that is longer than the options allow: it is left out. */
  receiveTooLarge(): void;
  /** PING. */
  receivePing(): void;
  /** PONG. */
  receivePong(): void;
  /** -ERR, with visible ASCII characters. */
  receiveComplaint(text: string): void;
}

/**
 * Parses what a NATS server sends, in whatever pieces it comes. Once something is wrong, `problem` says what, and nothing more is parsed.
 *
 * Source: docs.nats.io, "NATS protocol".
 */
export class NatsParser {
  /** What is wrong with what has arrived; empty: nothing. */
  problem: string = '';
  private held: HeldBytes = new HeldBytes();
  private line: ControlLine = new ControlLine();
  private hasInfo: bool = false;
  /** How far a line has been looked at, from where it starts. */
  private scannedBytes: i32 = 0;
  /** The length of a line that a payload follows, with its end. */
  private lineBytes: i32 = 0;
  /** How much of a payload is still to come, or lies there; below 0: a line comes next. */
  private payloadBytes: i32 = NO_PAYLOAD;
  /** Whether the payload is left out. */
  private isSkipping: bool = false;

  constructor(
    private receiver: NatsReceiver,
    private message: NatsMessage,
    private options: NatsOptions,
  ) {}

  /** Parses the next piece. */
  parse(data: Bytes): void {
    const held = this.held;
    if (held.length == 0) {
      const used = this.parseAll(data.buffer, data.start, data.start + data.length);
      held.append(data.buffer, data.start + used, data.length - used);
    } else {
      held.append(data.buffer, data.start, data.length);
      held.remove(this.parseAll(held.buffer, 0, held.length));
    }
  }

  /** Parses as many commands as are complete. Returns how many bytes they have. */
  private parseAll(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    let position = start;
    while (this.receiver.takesInput) {
      const next = this.next(buffer, position, end);
      if (this.problem.length > 0) break;
      if (next == NEEDS_MORE) return position - start;
      position = next;
    }
    return end - start; // what follows is of no interest
  }

  /** Parses one command, with its payload. Returns where it ends, or NEEDS_MORE. */
  private next(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    if (this.payloadBytes == NO_PAYLOAD) {
      const lineEnd = this.findLineEnd(buffer, start, end);
      if (lineEnd == NEEDS_MORE) return NEEDS_MORE;
      this.scannedBytes = 0;
      this.lineBytes = lineEnd + LINE_END_BYTES - start;
      this.line.split(buffer, start, lineEnd);
      this.handleLine(buffer, lineEnd);
      if (this.payloadBytes == NO_PAYLOAD) return start + this.lineBytes;
    }
    const payload = start + this.lineBytes;
    const payloadEnd = payload + this.payloadBytes;
    if (end < payloadEnd + LINE_END_BYTES) return this.isSkipping ? this.skip(start, end) : NEEDS_MORE;
    if (buffer[payloadEnd] != CR || buffer[payloadEnd + 1] != LF)
      this.problem = 'a payload is not as long as announced';
    else if (this.isSkipping) this.receiver.receiveTooLarge();
    else this.deliver(buffer, start, payload);
    this.payloadBytes = NO_PAYLOAD;
    this.isSkipping = false;
    return payloadEnd + LINE_END_BYTES;
  }

  /** Looks for the end of a line. Returns where its text ends, or NEEDS_MORE; no end is found, or a `problem`. */
  private findLineEnd(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    let limit = this.limitOf(buffer, start, this.scannedBytes);
    for (let i = start + this.scannedBytes; i < end; i++) {
      const byte = buffer[i];
      const isAfterCr = i > start && buffer[i - 1] == CR;
      if (i - start == limit) limit = this.limitOf(buffer, start, limit);
      if (i - start == limit) this.problem = 'a line is too long';
      else if (isAfterCr && byte == LF) return i - 1;
      else if (isAfterCr || (byte < SPACE && byte != TAB && byte != CR))
        this.problem = 'a line has control characters';
      if (this.problem.length > 0) return NEEDS_MORE;
    }
    this.scannedBytes = end - start;
    return NEEDS_MORE;
  }

  /** The longest that a line may be, with its end, when so many of its bytes are there. */
  private limitOf(buffer: StaticArray<u8>, start: i32, bytes: i32): i32 {
    if (bytes < this.options.maxLineBytes) return this.options.maxLineBytes;
    this.line.split(buffer, start, start + bytes);
    return this.line.isVerb('INFO') ? this.options.maxInfoBytes : this.options.maxLineBytes;
  }

  /** Does what a line says; `payloadBytes` says whether it has a payload. */
  private handleLine(buffer: StaticArray<u8>, end: i32): void {
    const line = this.line;
    if (line.isVerb('INFO')) this.handleInfo(buffer, end);
    else if (!this.hasInfo) this.problem = 'it does not begin with INFO';
    else if (line.isVerb('MSG')) this.expectPayload();
    else if (line.isVerb('PING')) this.receiver.receivePing();
    else if (line.isVerb('PONG')) this.receiver.receivePong();
    else if (line.isVerb('-ERR'))
      this.receiver.receiveComplaint(complaintOf(buffer, line.startOf(1, end), end));
    else if (!line.isVerb('+OK')) this.problem = 'it sends what is no command';
  }

  private handleInfo(buffer: StaticArray<u8>, end: i32): void {
    const info = NatsInfo.parse(buffer, this.line.startOf(1, end), end);
    this.hasInfo = true;
    if (info == null) this.problem = 'its INFO can not be read';
    else this.receiver.receiveInfo(info);
  }

  /** MSG subject sid [reply] bytes */
  private expectPayload(): void {
    const line = this.line;
    const isWhole = line.count == 4 || line.count == 5;
    const bytes = isWhole && line.number(2) >= 0 ? line.number(line.count - 1) : NO_PAYLOAD;
    if (bytes < 0) this.problem = 'its MSG can not be read';
    this.payloadBytes = bytes;
    this.isSkipping = bytes > this.options.maxPayloadBytes;
  }

  private deliver(buffer: StaticArray<u8>, start: i32, payload: i32): void {
    const line = this.line;
    const message = this.message;
    line.split(buffer, start, payload - LINE_END_BYTES); // it may lie elsewhere than when it came
    line.take(1, message.subjectBytes);
    message.replyBytes.length = 0;
    if (line.count == 5) line.take(3, message.replyBytes);
    message.data.set(buffer, payload, this.payloadBytes);
    this.receiver.receiveMessage(line.number(2), message);
  }

  /** Leaves out what is there of a payload. */
  private skip(start: i32, end: i32): i32 {
    const skipped = min(end - start, this.lineBytes + this.payloadBytes);
    this.payloadBytes -= skipped - this.lineBytes;
    this.lineBytes = 0;
    return skipped == 0 ? NEEDS_MORE : start + skipped;
  }
}

/** Makes a line of a log of what a server complains about. */
function complaintOf(buffer: StaticArray<u8>, start: i32, end: i32): string {
  if (end > start && buffer[end - 1] == QUOTE) end--;
  if (end > start && buffer[start] == QUOTE) start++;
  const bytes = new StaticArray<u8>(min(end - start, MAX_COMPLAINT_BYTES));
  for (let i = 0; i < bytes.length; i++) {
    const byte = buffer[start + i];
    bytes[i] = byte >= SPACE && byte < DELETE ? byte : QUESTION;
  }
  return textOfBytes(bytes, 0, bytes.length);
}
