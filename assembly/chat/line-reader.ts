import { Bytes } from '../net';
import { copyBytes } from '../wasi';

const NUL: u8 = 0;
const LINE_FEED: u8 = 0x0a;
const CARRIAGE_RETURN: u8 = 0x0d;
/** Telnet: a subnegotiation ends. Source: RFC 854, as those below. */
const SE: u8 = 240;
/** Telnet: a subnegotiation begins. */
const SB: u8 = 250;
/** Telnet: the first of the four commands with an option, which are the last ones. */
const WILL: u8 = 251;
/** Telnet: interpret as command. */
const IAC: u8 = 255;

/** What the next byte is. */
const TEXT: i32 = 0;
const COMMAND: i32 = 1;
const OPTION: i32 = 2;
const SUBNEGOTIATION: i32 = 3;
const SUBNEGOTIATION_COMMAND: i32 = 4;

/** What is kept for the next line. */
const KEPT_BYTES: i32 = 128;

/**
 * Splits what arrives into lines, in pieces of any size. A line ends with LF, CR, CR LF or, as telnet's do, CR NUL. Telnet's commands and
 * negotiation are left out; nothing of them is kept.
 */
export class LineReader {
  /** The line, without its end; good until `begin`. */
  readonly line: Bytes = new Bytes(new StaticArray<u8>(0), 0, 0);
  /** Whether the line is longer than the limit; then only its beginning is there. */
  isTooLong: bool = false;
  private isLineDone: bool = false;
  private isAfterReturn: bool = false;
  private state: i32 = TEXT;

  constructor(private limitBytes: i32) {}

  /** Reads on, and takes what it has read from `data`. Returns whether a line is complete; then it reads no further before `begin`. */
  read(data: Bytes): bool {
    while (data.length > 0 && !this.isLineDone) {
      this.readByte(data.at(0));
      data.start++;
      data.length--;
    }
    return this.isLineDone;
  }

  /** Begins the next line. */
  begin(): void {
    this.isLineDone = this.isTooLong = false;
    this.line.length = 0;
    if (this.line.buffer.length > KEPT_BYTES) this.line.buffer = new StaticArray<u8>(0);
  }

  private readByte(byte: u8): void {
    if (this.state == TEXT && byte != IAC) this.readText(byte);
    else if (this.state == TEXT) this.state = COMMAND;
    else if (this.state == COMMAND) this.readCommand(byte);
    else if (this.state == OPTION) this.state = TEXT;
    else if (this.state == SUBNEGOTIATION) this.state = byte == IAC ? SUBNEGOTIATION_COMMAND : SUBNEGOTIATION;
    else this.state = byte == SE ? TEXT : SUBNEGOTIATION;
  }

  private readCommand(byte: u8): void {
    if (byte == IAC) this.readText(byte); // telnet's way to write this byte
    this.state = byte == SB ? SUBNEGOTIATION : byte >= WILL && byte != IAC ? OPTION : TEXT;
  }

  private readText(byte: u8): void {
    const isAfterReturn = this.isAfterReturn;
    this.isAfterReturn = byte == CARRIAGE_RETURN;
    if (isAfterReturn && (byte == LINE_FEED || byte == NUL)) return; // the line has ended already
    if (byte == LINE_FEED || byte == CARRIAGE_RETURN) this.isLineDone = true;
    else if (this.line.length < this.limitBytes) this.append(byte);
    else this.isTooLong = true;
  }

  private append(byte: u8): void {
    const line = this.line;
    if (line.length == line.buffer.length) {
      const buffer = new StaticArray<u8>(max(line.length << 1, KEPT_BYTES));
      copyBytes(line.buffer, 0, buffer, 0, line.length);
      line.buffer = buffer;
    }
    line.buffer[line.length++] = byte;
  }
}
