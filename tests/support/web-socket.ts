import { loadEntry } from './compile.ts';

/** The exports of tests/core/guests/web-socket.ts. */
export interface WebSocketCore {
  open(maxMessageBytes: number, maxFrameBytes: number, heldBytes: number, highWatermarkBytes: number): void;
  receive(data: Uint8Array): boolean;
  take(): boolean;
  leave(): void;
  isOpen(): boolean;
  calls(): string;
  sent(): Uint8Array;
  sendText(text: string): boolean;
  sendBytes(data: Uint8Array): boolean;
  sendFrameOf(text: string): boolean;
  sendFrameOfBytes(data: Uint8Array): boolean;
  ping(): void;
  close(code: number, reason: string): void;
  drain(): void;
  sha1Of(data: Uint8Array): Uint8Array;
  base64Of(data: Uint8Array): string;
  isUtf8(data: Uint8Array, split: number): boolean;
  request(data: Uint8Array, origins: string[], protocols: string[]): Uint8Array;
}

/** Limits of a WebSocket; the others are large. */
export interface Limits {
  maxMessageBytes?: number;
  maxFrameBytes?: number;
  heldBytes?: number;
  highWatermarkBytes?: number;
}

/** What came of a connection: what the program was told, and what the client gets. */
export interface Outcome {
  calls: string;
  sent: Buffer;
}

/** Instantiates the guest; its clock stands still. */
export function loadWebSocket(): Promise<WebSocketCore> {
  return loadEntry('tests/core/guests/web-socket.ts', {
    'wasi:clocks/monotonic-clock@0.2.0': { now: () => 0n },
    'wasi:clocks/wall-clock@0.2.0': { now: () => undefined }, // whatever time is there
  });
}

/** Opens a WebSocket that echoes. */
export function openEcho(core: WebSocketCore, limits: Limits = {}): void {
  const LARGE = 1 << 20;
  const {
    maxMessageBytes = LARGE,
    maxFrameBytes = LARGE,
    heldBytes = LARGE,
    highWatermarkBytes = LARGE,
  } = limits;
  core.open(maxMessageBytes, maxFrameBytes, heldBytes, highWatermarkBytes);
}

/** Has pieces arrive at an echo, one after the other, and then the end. Where the connection does not read, all that waits is taken first. */
export function exchange(core: WebSocketCore, arriving: Iterable<Uint8Array>, limits: Limits = {}): Outcome {
  openEcho(core, limits);
  for (const piece of arriving) while (!core.receive(piece)) core.take();
  while (core.take());
  core.leave();
  return { calls: core.calls(), sent: Buffer.from(core.sent()) };
}

/** Cuts bytes in two. */
export function cut(data: Buffer, at: number): Buffer[] {
  return [data.subarray(0, at), data.subarray(at)];
}

/** Cuts bytes into pieces of so many bytes. */
export function* pieces(data: Buffer, bytes: number): Generator<Buffer> {
  for (let i = 0; i < data.length; i += bytes) yield data.subarray(i, i + bytes);
}
