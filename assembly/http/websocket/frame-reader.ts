import { Bytes } from '../../net';
import { xorBytes } from '../../wasi';
import {
  CLOSE_INVALID_TEXT,
  CLOSE_PROTOCOL_ERROR,
  CLOSE_TOO_BIG,
  CLOSE_TRY_AGAIN_LATER,
} from './close-codes';
import {
  MAX_CONTROL_BYTES,
  MAX_HEADER_BYTES,
  NO_BYTES,
  OPCODE_BINARY,
  OPCODE_CONTINUATION,
  OPCODE_PONG,
  OPCODE_TEXT,
} from './frame';
import { HeldBytes, ReadBuffer } from './held-bytes';
import { WebSocketOptions } from './options';
import { Utf8Validator } from './utf8-validator';
import { WebSocketMessage } from './web-socket';

/** What `FrameReader.next` gives when all has been read; else it gives the opcode of a control frame, or a lower one for a message. */
export const READ_NOTHING: i32 = -1;
/** What it gives when the client broke a rule or a limit: see `failure`. */
export const READ_FAILURE: i32 = -2;

const FINAL: u8 = 0x80;
const RESERVED: u8 = 0x70;
const CONTROL: i32 = 8;
const MASKED: u8 = 0x80;
const KEY_BYTES: i32 = 4;

/** Where all WebSockets read what was put together. */
const messageBuffer = new ReadBuffer();
/** Where they read what had to wait. */
const inputBuffer = new ReadBuffer();

/**
 * Reads the messages of a client from what arrives, whatever its pieces. A message that has arrived whole stays where it is, and is
 * unmasked there; fragments and pieces are put together.
 *
 * Source: RFC 6455, sections 5 and 8.1.
 */
export class FrameReader {
  /** The message that was found, until the next call. */
  readonly message: WebSocketMessage = new WebSocketMessage();
  /** The payload of the control frame that was found, until the next call. */
  readonly control: Bytes = new Bytes(NO_BYTES, 0, 0);
  /** The close code that says which rule or limit was broken. Nothing can be read after that. */
  failure: i32 = 0;
  private readonly input: Bytes = new Bytes(NO_BYTES, 0, 0);
  /** What waits to be read while the client does not read. */
  private readonly unread: HeldBytes = new HeldBytes();
  private readonly fragments: HeldBytes = new HeldBytes();
  private readonly controlPieces: HeldBytes = new HeldBytes();
  private readonly utf8: Utf8Validator = new Utf8Validator();
  /** Where the next byte of the input is. */
  private position: i32 = 0;
  /** How much of the frame's header has been read; 0: between two frames. */
  private headerBytes: i32 = 0;
  private isInPayload: bool = false;
  private isFinal: bool = false;
  private opcode: i32 = 0;
  private lengthBytes: i32 = 0;
  private payloadBytes: i64 = 0;
  private key: u32 = 0;
  private takenBytes: i64 = 0;
  /** Whether a message has begun that goes on in a further frame. */
  private isContinued: bool = false;

  constructor(private options: WebSocketOptions) {}

  /** Whether something has arrived that has not been read. */
  get hasInput(): bool {
    return this.position < this.input.start + this.input.length;
  }

  /** Gives it what has arrived, when all before has been read. The bytes are changed. */
  feed(data: Bytes): void {
    this.input.set(data.buffer, data.start, data.length);
    this.position = data.start;
  }

  /** Reads on to the next message or control frame: see READ_NOTHING. */
  next(): i32 {
    while (this.isInPayload || this.readHeader()) {
      const found = this.readPayload();
      if (found != READ_NOTHING) return found;
      if (this.isInPayload) break;
    }
    return this.failure != 0 ? READ_FAILURE : READ_NOTHING;
  }

  /** Keeps what has not been read, until `resumeInput`. Returns false when there is no capacity for it. */
  holdInput(): bool {
    const input = this.input;
    const bytes = input.start + input.length - this.position;
    return this.unread.hold(input.buffer, this.position, bytes, this.options.heldBytes);
  }

  /** Goes on with what was kept. */
  resumeInput(): void {
    this.unread.moveTo(inputBuffer, this.input);
    this.position = this.input.start;
  }

  /** Drops all that it keeps, for good. */
  close(): void {
    this.fragments.drop();
    this.controlPieces.drop();
    this.unread.drop();
  }

  private fail(code: i32): i32 {
    this.failure = code;
    return READ_FAILURE;
  }

  /** Reads a header as far as it is there. Returns whether it is complete; if not, it may have failed. */
  private readHeader(): bool {
    while (this.hasInput) {
      const isAllowed = this.takeHeader(this.input.buffer[this.position++]);
      if (!isAllowed) this.fail(CLOSE_PROTOCOL_ERROR);
      if (this.failure != 0) return false;
      if (this.headerBytes == 2 + this.lengthBytes + KEY_BYTES) return this.startPayload();
    }
    return false;
  }

  /** Takes a byte of a header. Returns whether it is allowed there. */
  private takeHeader(byte: u8): bool {
    const index = this.headerBytes++;
    if (index == 0) return this.takeKind(byte);
    if (index == 1) return this.takeLength(byte);
    const keyIndex = index - 2 - this.lengthBytes;
    if (keyIndex >= 0) this.key |= (<u32>byte) << (keyIndex << 3);
    else this.payloadBytes = (this.payloadBytes << 8) | (<i64>byte);
    return this.payloadBytes >= 0; // the highest bit of 64 must be 0
  }

  private takeKind(byte: u8): bool {
    const opcode = <i32>(byte & 15);
    this.opcode = opcode;
    this.isFinal = (byte & FINAL) != 0;
    if ((byte & RESERVED) != 0) return false;
    if (opcode >= CONTROL) return this.isFinal && opcode <= OPCODE_PONG;
    return opcode <= OPCODE_BINARY && (opcode == OPCODE_CONTINUATION) == this.isContinued;
  }

  private takeLength(byte: u8): bool {
    const short = <i32>(byte & ~MASKED);
    this.lengthBytes = short == 126 ? 2 : short == 127 ? 8 : 0;
    this.payloadBytes = this.lengthBytes == 0 ? short : 0;
    this.key = 0;
    this.takenBytes = 0;
    return (byte & MASKED) != 0 && (this.opcode < CONTROL || short <= MAX_CONTROL_BYTES);
  }

  /** Checks the size of what follows. Returns whether it may follow. */
  private startPayload(): bool {
    if (this.opcode < CONTROL) {
      const options = this.options;
      const messageBytes = this.payloadBytes + this.fragments.length;
      const isTooLong = this.payloadBytes > options.maxFrameBytes || messageBytes > options.maxMessageBytes;
      if (isTooLong && !options.inPieces) this.fail(CLOSE_TOO_BIG);
      if (this.opcode != OPCODE_CONTINUATION) this.message.isText = this.opcode == OPCODE_TEXT;
    }
    this.isInPayload = this.failure == 0;
    return this.isInPayload;
  }

  /** Reads the payload as far as it is there. */
  private readPayload(): i32 {
    const input = this.input;
    const start = this.position;
    const takenBefore = this.takenBytes;
    const bytes = <i32>min(<i64>(input.start + input.length - start), this.payloadBytes - takenBefore);
    const key = rotr<u32>(this.key, ((<u32>takenBefore) & 3) << 3);
    const isAscii = xorBytes(input.buffer, start, bytes, key);
    this.position += bytes;
    this.takenBytes += bytes;
    const isWhole = this.takenBytes == this.payloadBytes;
    if (isWhole) this.isInPayload = false;
    if (isWhole) this.headerBytes = 0;
    if (this.opcode >= CONTROL) return this.gather(this.controlPieces, this.control, start, bytes, isWhole);
    const isLast = isWhole && this.isFinal;
    if (isWhole) this.isContinued = !this.isFinal;
    const message = this.message;
    if (message.isText && !this.isText(start, bytes, isAscii, isLast)) return this.fail(CLOSE_INVALID_TEXT);
    message.spareBytes = this.fragments.length > 0 ? MAX_HEADER_BYTES : start - input.start;
    const isPiece = this.options.inPieces && bytes > 0;
    return this.gather(this.fragments, message.data, start, bytes, isLast || isPiece);
  }

  /** Whether what has arrived may be part of a text; of the last part, whether it ends the text. */
  private isText(start: i32, bytes: i32, isAscii: bool, isLast: bool): bool {
    const utf8 = this.utf8;
    if (!(isAscii && utf8.isComplete) && !utf8.add(this.input.buffer, start, bytes)) return false;
    return !isLast || utf8.isComplete;
  }

  /** Has `result` stand for a payload that is complete with this piece, and returns its opcode; else keeps the piece. */
  private gather(pieces: HeldBytes, result: Bytes, start: i32, bytes: i32, isLast: bool): i32 {
    const buffer = this.input.buffer;
    const isWhole = isLast && pieces.length == 0;
    if (isWhole) result.set(buffer, start, bytes);
    else if (bytes > 0 && !pieces.hold(buffer, start, bytes, this.options.heldBytes))
      return this.fail(CLOSE_TRY_AGAIN_LATER);
    if (!isLast) return READ_NOTHING;
    if (!isWhole) pieces.moveTo(messageBuffer, result);
    return max(this.opcode, OPCODE_TEXT);
  }
}
