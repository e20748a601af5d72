import { createHash } from 'node:crypto';
import { BINARY, CLOSE, PING, PONG, TEXT, closing, frame, serverFrame } from '../../support/frames.ts';
import type { WebSocketScript } from '../scenario.ts';
import { ID_BYTES, patternByte, patternBytes } from './pattern.ts';

/** What is due for a part of what the peer sends. */
export interface WebSocketDue {
  /** How much the peer has to have sent before. */
  end: number;
  /** The status of an answer; 0: it is a frame. */
  status: number;
  /** The frame; of a handshake, what the server has to prove that it has understood. */
  bytes: Buffer;
  /** Nothing comes after it. */
  isLast: boolean;
}

/** What is sent for a script, and what is due for it, in order. */
export interface Planned {
  bytes: Buffer;
  dues: WebSocketDue[];
}

const CONTINUATION = 0;
const KEY_BYTES = 16;
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const GET = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
/** Characters of one to four bytes; those of one byte fit everywhere. */
const CHARACTERS = [...'abcdefghijklmnopqrstuvwxyz', 'é', '€', '😀'];

/** Makes what begins at `start` of what the peer with that id sends. */
export function planWebSocket(script: WebSocketScript, id: number, start: number): Planned {
  const plan = new Plan(start);
  const content = (bytes: number): Uint8Array => patternBytes(id, ID_BYTES + start, bytes);
  if ('handshake' in script) addHandshake(plan, script.handshake, script.requests, content(KEY_BYTES));
  else if ('message' in script) addMessage(plan, script, id, start, content(script.bytes));
  else if ('control' in script) {
    const isPing = script.control === 'ping';
    plan.send(frame(isPing ? PING : PONG, content(script.bytes), { key: keyAt(id, start) }));
    if (isPing) plan.expect(serverFrame(PONG, content(script.bytes)));
  } else if ('close' in script) {
    const code = script.close === 0 ? Buffer.alloc(0) : closing(script.close);
    plan.send(frame(CLOSE, Buffer.concat([code, Buffer.from(script.reason)])));
    plan.expect(serverFrame(CLOSE, code), { isLast: true });
  } else {
    plan.expect(serverFrame(CLOSE, closing(script.code)), { isLast: true, end: start + 1 });
    plan.send(Buffer.from(script.wrong, 'hex'));
  }
  return plan.planned;
}

class Plan {
  private readonly parts: Buffer[] = [];
  private readonly dues: WebSocketDue[] = [];

  constructor(private end: number) {}

  get planned(): Planned {
    return { bytes: Buffer.concat(this.parts), dues: this.dues };
  }

  send(part: Buffer): void {
    this.parts.push(part);
    this.end += part.length;
  }

  /** This is due for what stands before, unless something else is said. */
  expect(bytes: Buffer, { status = 0, isLast = false, end = this.end }: Partial<WebSocketDue> = {}): void {
    this.dues.push({ end, status, bytes, isLast });
  }
}

function addHandshake(plan: Plan, status: number, requests: number, nonce: Uint8Array): void {
  for (let i = 0; i < requests; i++) {
    plan.send(Buffer.from(GET));
    plan.expect(Buffer.alloc(0), { status: 200 });
  }
  const key = Buffer.from(nonce).toString('base64');
  const lines = [
    `${status === 405 ? 'PUT' : 'GET'} /ws/echo HTTP/1.1`,
    'Host: a',
    'Connection: keep-alive, Upgrade',
    'Upgrade: websocket',
    `Sec-WebSocket-Version: ${status === 426 ? 8 : 13}`,
    `Sec-WebSocket-Key: ${status === 400 ? key.slice(4) : key}`,
  ];
  plan.send(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`));
  const acceptance = createHash('sha1').update(key + ACCEPT_SUFFIX);
  plan.expect(Buffer.from(acceptance.digest('base64')), { status });
}

function addMessage(
  plan: Plan,
  { message, bytes, fragmentBytes, pingBytes }: Extract<WebSocketScript, { message: string }>,
  id: number,
  start: number,
  pattern: Uint8Array,
): void {
  const opcode = message === 'text' ? TEXT : BINARY;
  const data = message === 'text' ? textBytes(id, start, bytes) : pattern;
  const step = fragmentBytes === 0 ? Math.max(bytes, 1) : fragmentBytes;
  for (let at = 0; at === 0 || at < bytes; at += step) {
    const isFinal = at + step >= bytes;
    const key = keyAt(id, start + at);
    plan.send(frame(at === 0 ? opcode : CONTINUATION, data.subarray(at, at + step), { isFinal, key }));
    if (isFinal) plan.expect(serverFrame(opcode, data));
    else if (pingBytes >= 0) {
      const ping = patternBytes(id, start + at, pingBytes);
      plan.send(frame(PING, ping, { key }));
      plan.expect(serverFrame(PONG, ping));
    }
  }
}

function keyAt(id: number, offset: number): number[] {
  return [0, 1, 2, 3].map((i) => patternByte(id, ID_BYTES + offset + i));
}

/** A text of so many bytes that says whose it is and where it stands. */
function textBytes(id: number, offset: number, bytes: number): Uint8Array {
  const text = Buffer.alloc(bytes, 'x');
  let at = 0;
  for (let i = ID_BYTES; at < bytes; i++) {
    const character = Buffer.from(CHARACTERS[patternByte(id, offset + i) % CHARACTERS.length]!);
    if (at + character.length > bytes) break;
    at += character.copy(text, at);
  }
  return text;
}
