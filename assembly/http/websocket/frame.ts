import { Bytes } from '../../net';
import { copyBytes } from '../../wasi';

/** Opcode: a further fragment of a message. Source: RFC 6455, section 5.2, as those below. */
export const OPCODE_CONTINUATION: i32 = 0;
/** Opcode: a text. */
export const OPCODE_TEXT: i32 = 1;
/** Opcode: bytes. */
export const OPCODE_BINARY: i32 = 2;
/** Opcode: the end. Opcodes from here on are of control frames. */
export const OPCODE_CLOSE: i32 = 8;
/** Opcode: asks for a pong. */
export const OPCODE_PING: i32 = 9;
/** Opcode: answers a ping. */
export const OPCODE_PONG: i32 = 10;

/** The payload of a control frame, at most. Source: RFC 6455, section 5.5. */
export const MAX_CONTROL_BYTES: i32 = 125;
/** The header of a frame that a server sends, at most. */
export const MAX_HEADER_BYTES: i32 = 10;

/** An empty buffer. */
export const NO_BYTES: StaticArray<u8> = new StaticArray<u8>(0);

const FINAL: i32 = 0x80;

/** Tells how long the header of a server's frame with such a payload is. */
export function headerBytesOf(payloadBytes: i32): i32 {
  return payloadBytes < 126 ? 2 : payloadBytes < 65536 ? 4 : MAX_HEADER_BYTES;
}

/**
 * Writes the header of a whole message, or of a control frame, from a server into `buffer` at `start`. Returns its length.
 *
 * Source: RFC 6455, section 5.2.
 */
export function writeHeader(buffer: StaticArray<u8>, start: i32, opcode: i32, payloadBytes: i32): i32 {
  const headerBytes = headerBytesOf(payloadBytes);
  buffer[start] = <u8>(FINAL | opcode);
  buffer[start + 1] = <u8>(headerBytes == 2 ? payloadBytes : headerBytes == 4 ? 126 : 127);
  let rest: u64 = payloadBytes;
  for (let i = headerBytes - 1; i > 1; i--) {
    buffer[start + i] = <u8>rest;
    rest >>= 8;
  }
  return headerBytes;
}

/** A message as it is sent, encoded once: for many WebSockets (`WebSocket.sendFrame`). */
export class WebSocketFrame {
  private constructor(
    /** @internal */
    readonly bytes: Bytes,
  ) {}

  /** Encodes a text. */
  static ofText(text: string): WebSocketFrame {
    return WebSocketFrame.encode(OPCODE_TEXT, Bytes.of(text));
  }

  /** Encodes a text that is UTF-8 already; the frame has a copy of it. */
  static ofUtf8(text: Bytes): WebSocketFrame {
    return WebSocketFrame.encode(OPCODE_TEXT, text);
  }

  /** Encodes bytes; the frame has a copy of them. */
  static ofBytes(data: Bytes): WebSocketFrame {
    return WebSocketFrame.encode(OPCODE_BINARY, data);
  }

  private static encode(opcode: i32, data: Bytes): WebSocketFrame {
    const headerBytes = headerBytesOf(data.length);
    const buffer = new StaticArray<u8>(headerBytes + data.length);
    writeHeader(buffer, 0, opcode, data.length);
    copyBytes(data.buffer, data.start, buffer, headerBytes, data.length);
    return new WebSocketFrame(new Bytes(buffer, 0, buffer.length));
  }
}
