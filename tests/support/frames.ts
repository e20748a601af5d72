/** WebSocket frames, as a client sends them and as a server does. */

export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;

interface FrameOptions {
  /** Whether it is the last of its message: unless told, yes. */
  isFinal?: boolean;
  reserved?: number;
  /** The masking key; `null`: none. */
  key?: readonly number[] | null;
  /** How many bytes say how long the payload is; unless told, as few as can. */
  lengthBytes?: 0 | 2 | 8;
}

const KEY = [0x37, 0xfa, 0x21, 0x3d];

/** Makes a client's frame. */
export function frame(opcode: number, payload: string | Uint8Array = '', options: FrameOptions = {}): Buffer {
  const { isFinal = true, reserved = 0, key = KEY } = options;
  const data = Buffer.from(payload);
  const { lengthBytes = data.length < 126 ? 0 : data.length < 65536 ? 2 : 8 } = options;
  const length = Buffer.alloc(lengthBytes);
  if (lengthBytes === 2) length.writeUInt16BE(data.length);
  if (lengthBytes === 8) length.writeBigUInt64BE(BigInt(data.length));
  const short = lengthBytes === 0 ? data.length : lengthBytes === 2 ? 126 : 127;
  const head = [(isFinal ? 0x80 : 0) | reserved | opcode, (key === null ? 0 : 0x80) | short];
  const masked = key === null ? data : data.map((byte, i) => byte ^ key[i % 4]!);
  return Buffer.concat([Buffer.from(head), length, Buffer.from(key ?? []), masked]);
}

/** Makes a server's frame. */
export function serverFrame(opcode: number, payload: string | Uint8Array = ''): Buffer {
  return frame(opcode, payload, { key: null });
}

/** Makes the payload of a close frame. */
export function closing(code: number, reason: string | Uint8Array = ''): Buffer {
  return Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]);
}
