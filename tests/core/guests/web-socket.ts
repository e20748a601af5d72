/** What the tests reach WebSockets by, without a host: a connection in memory, whose client is the test. */
import { encodeBase64 } from '../../../assembly/http/websocket/base64';
import {
  HttpOptions,
  Request,
  RouteGroup,
  WebSocketFrame,
  WebSocketHandler,
  WebSocketMessage,
  WebSocketOptions,
} from '../../../assembly/http';
import { ServerConnection } from '../../../assembly/http/server-connection';
import { ServerContext } from '../../../assembly/http/server-context';
import { WebSocketConnection } from '../../../assembly/http/websocket/web-socket-connection';
import { sha1 } from '../../../assembly/http/websocket/sha1';
import { Utf8Validator } from '../../../assembly/http/websocket/utf8-validator';
import { Connection, ConnectionOptions, EventLoop } from '../../../assembly/loop';
import { Bytes, SocketAddress } from '../../../assembly/net';
import { copyBytes } from '../../../assembly/wasi';

/** Keeps what is written; some of it waits until the test takes it. */
class MemoryConnection extends Connection {
  sentBytes: i32 = 0;
  waiting: i32 = 0;
  isPaused: bool = false;
  wasFull: bool = false;

  get isFull(): bool {
    return this.wasFull;
  }

  get isWritable(): bool {
    return this.isOpen && !this.wasFull;
  }

  get writableBytes(): i32 {
    return this.isWritable ? this.options.highWatermarkBytes - this.waiting : 0;
  }

  get bufferedBytes(): i32 {
    return this.waiting;
  }

  get localAddress(): SocketAddress {
    return this.remoteAddress;
  }

  write(data: Bytes): bool {
    if (!this.isOpen) return false;
    copyBytes(data.buffer, data.start, sentBuffer, this.sentBytes, data.length);
    this.sentBytes += data.length;
    this.waiting += data.length;
    if (this.waiting >= this.options.highWatermarkBytes) this.wasFull = true;
    return !this.wasFull;
  }

  writeText(text: string): bool {
    return this.write(Bytes.of(text));
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  end(): void {}

  close(): void {
    this.isClosing = true;
  }

  finish(): void {}

  abort(): void {
    this.hasClosed = true;
  }
}

class Recorder extends WebSocketHandler {
  calls: string = '';

  onOpen(): void {
    this.calls += 'open';
  }

  onMessage(message: WebSocketMessage): void {
    this.calls += message.isText ? ' text ' + message.text() : ' bytes ' + hex(message.data);
    this.socket.sendMessage(message);
  }

  onWritable(): void {
    if (connection.isPaused) this.calls += ' writable while paused';
  }

  onClose(code: i32, reason: string): void {
    this.calls += ' close ' + code.toString() + reason;
  }
}

/** Where what arrives starts in the buffer; what is before it is not for the WebSocket. */
const OFFSET: i32 = 100;
/** Like that of the loop: what has arrived is overwritten by what arrives next. */
const received = new StaticArray<u8>(65536);
const sentBuffer = new StaticArray<u8>(1 << 20);
const loop = new EventLoop();
let connection!: MemoryConnection;
let recorder!: Recorder;

function hex(data: Bytes): string {
  let text = '';
  for (let i = 0; i < data.length; i++) text += (<i32>data.at(i) + 256).toString(16).substring(1);
  return text;
}

/** Begins a WebSocket that echoes. */
export function open(
  maxMessageBytes: i32,
  maxFrameBytes: i32,
  heldBytes: i32,
  highWatermarkBytes: i32,
): void {
  const options = new WebSocketOptions();
  options.maxMessageBytes = maxMessageBytes;
  options.maxFrameBytes = maxFrameBytes;
  options.heldBytes = heldBytes;
  const connectionOptions = new ConnectionOptions();
  connectionOptions.highWatermarkBytes = highWatermarkBytes;
  connection = new MemoryConnection(connectionOptions);
  recorder = new Recorder();
  connection.handler = new WebSocketConnection(loop, recorder, '', options);
  connection.handler.onOpen();
}

/** Has bytes arrive, unless the connection does not read. Returns whether it did. */
export function receive(data: StaticArray<u8>): bool {
  if (connection.isPaused || connection.wasFull) return false;
  if (!connection.isOpen) return true;
  copyBytes(data, 0, received, OFFSET, data.length);
  connection.handler.onData(new Bytes(received, OFFSET, data.length));
  for (let i = 0; i < data.length; i++) received[OFFSET + i] = 0xee;
  for (let i = 0; i < OFFSET; i++) assert(received[i] == 0, 'bytes before those that arrived were changed');
  return true;
}

/** Takes all that waits to be sent. Returns whether the connection was full. */
export function take(): bool {
  connection.waiting = 0;
  if (!connection.wasFull) return false;
  connection.wasFull = false;
  if (connection.isOpen) connection.handler.onWritable();
  return true;
}

/** The client leaves. */
export function leave(): void {
  connection.handler.onClose();
}

export function isOpen(): bool {
  return connection.isOpen;
}

/** What the program was told. */
export function calls(): string {
  return recorder.calls;
}

/** What was sent so far. */
export function sent(): StaticArray<u8> {
  return sentBuffer.slice<StaticArray<u8>>(0, connection.sentBytes);
}

export function sendText(text: string): bool {
  return recorder.socket.sendText(text);
}

export function sendBytes(data: StaticArray<u8>): bool {
  return recorder.socket.sendBytes(new Bytes(data, 0, data.length));
}

export function sendFrameOf(text: string): bool {
  return recorder.socket.sendFrame(WebSocketFrame.ofText(text));
}

export function sendFrameOfBytes(data: StaticArray<u8>): bool {
  return recorder.socket.sendFrame(WebSocketFrame.ofBytes(new Bytes(data, 0, data.length)));
}

export function ping(): void {
  recorder.socket.ping();
}

export function close(code: i32, reason: string): void {
  recorder.socket.close(code, reason);
}

export function drain(): void {
  connection.handler.onDrain();
}

export function sha1Of(data: StaticArray<u8>): StaticArray<u8> {
  return sha1(data);
}

export function base64Of(data: StaticArray<u8>): string {
  return encodeBase64(data);
}

/** Whether bytes are UTF-8, in two pieces. */
export function isUtf8(data: StaticArray<u8>, split: i32): bool {
  const utf8 = new Utf8Validator();
  if (!utf8.add(data, 0, split) || !utf8.add(data, split, data.length - split)) return false;
  return utf8.isComplete;
}

/** Has what a client sends arrive at an HTTP server whose only route is a WebSocket. Returns what the client gets. */
export function request(data: StaticArray<u8>, origins: string[], protocols: string[]): StaticArray<u8> {
  const options = new WebSocketOptions();
  options.origins = origins;
  options.protocols = protocols;
  const context = new ServerContext(new HttpOptions(), loop);
  const routes = new RouteGroup(context.router, [], '', null, loop);
  context.middleware = routes.middleware;
  routes.webSocket('/ws', makeRecorder, options);
  connection = new MemoryConnection(new ConnectionOptions());
  connection.handler = new ServerConnection(context);
  connection.handler.onOpen();
  receive(data);
  return sent();
}

function makeRecorder(asked: Request): WebSocketHandler | null {
  recorder = new Recorder();
  return asked.hasQuery('unknown') ? null : recorder;
}
