/** An HTTP server's connection without a network: bytes in, bytes out. Numbers and bytes only. */
import { Request, RequestHandler, Response } from '../../../assembly/http';
import { HttpOptions } from '../../../assembly/http/options';
import { RouteGroup } from '../../../assembly/http/route-group';
import { ServerConnection } from '../../../assembly/http/server-connection';
import { ServerContext } from '../../../assembly/http/server-context';
import { Connection, ConnectionOptions, EventLoop } from '../../../assembly/loop';
import { Bytes, SocketAddress } from '../../../assembly/net';

/** What a loop reads into; other bytes come there as soon as a handler has returned. */
const RECEIVE_BYTES: i32 = 65536;
const POISON: u8 = 0xaa;

/** Keeps what is written to it. */
class Wire extends Connection {
  output: StaticArray<u8> = new StaticArray<u8>(4096);
  outputBytes: i32 = 0;
  isPaused: bool = false;

  get isFull(): bool {
    return false;
  }

  get isWritable(): bool {
    return this.isOpen;
  }

  get writableBytes(): i32 {
    return RECEIVE_BYTES;
  }

  get bufferedBytes(): i32 {
    return 0;
  }

  get localAddress(): SocketAddress {
    return this.remoteAddress;
  }

  write(data: Bytes): bool {
    if (!this.isOpen) return false;
    while (this.outputBytes + data.length > this.output.length) this.grow();
    for (let i = 0; i < data.length; i++) this.output[this.outputBytes++] = data.at(i);
    return true;
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

  finish(): void {
    this.close();
  }

  abort(): void {
    this.hasClosed = true;
  }

  private grow(): void {
    const output = new StaticArray<u8>(this.output.length << 1);
    for (let i = 0; i < this.outputBytes; i++) output[i] = this.output[i];
    this.output = output;
  }
}

/** Remembers what a request was understood as, and says in its answer which one it is. */
class Recorder extends RequestHandler {
  private body: string = '';

  onData(data: Bytes): void {
    for (let i = 0; i < data.length; i++) this.body += String.fromCharCode(data.at(i));
  }

  onEnd(): void {
    this.response.header('X-Record', records.length.toString()).text('recorded');
    records.push(this.request.method + ' ' + this.request.target + '\n' + this.body);
  }
}

/** Gives the body back as it comes. */
class Echo extends RequestHandler {
  onRequest(): void {
    const request = this.request;
    if (request.hasHeader('content-type')) this.response.type(request.header('content-type'));
    if (request.contentLength >= 0) this.response.contentLength(request.contentLength);
  }

  onData(data: Bytes): void {
    this.response.write(data);
  }

  onEnd(): void {
    this.response.end();
  }
}

function collect(request: Request, response: Response): void {
  response.bytes(request.bytes(), request.header('content-type'));
}

const received = new StaticArray<u8>(RECEIVE_BYTES);
let records: string[] = [];
let input: StaticArray<u8> = new StaticArray<u8>(0);
let context: ServerContext = new ServerContext(new HttpOptions(), new EventLoop());
let wire: Wire = new Wire(new ConnectionOptions());

/** Makes a server that answers every path with what it remembers of the request: see `recorded`. */
export function newRecorder(): void {
  context = new ServerContext(new HttpOptions(), new EventLoop());
  const routes = new RouteGroup(context.router, [], '', null, context.loop);
  routes.handle('*', '/', () => new Recorder());
  routes.handle('*', '/*', () => new Recorder());
}

/** The requests of the last connection: method, target and, after a line break, the body, each character a byte. */
export function recorded(): string[] {
  return records;
}

/** Makes a server; `/echo` collects the body first, or gives it back as it comes. */
export function newServer(collects: bool, maxHeaderBytes: i32, maxBodyBytes: i32): void {
  const options = new HttpOptions();
  options.head.headBytes = maxHeaderBytes;
  options.head.targetBytes = maxHeaderBytes >> 1;
  options.maxBodyBytes = maxBodyBytes;
  context = new ServerContext(options, new EventLoop());
  const routes = new RouteGroup(context.router, [], '', null, context.loop);
  routes.get('/', (request, response) => response.html('<html>page</html>'));
  routes.get('/healthz', (request, response) => response.text('ok'));
  if (collects) routes.all('/echo', collect);
  else routes.handle('*', '/echo', () => new Echo());
}

/** The bytes that connections to come receive pieces of. */
export function loadInput(bytes: Uint8Array): void {
  input = new StaticArray<u8>(bytes.length);
  for (let i = 0; i < bytes.length; i++) input[i] = bytes[i];
}

/** Opens a connection; the one before is closed. */
export function openWire(): void {
  records = [];
  wire = new Wire(new ConnectionOptions());
  wire.handler = new ServerConnection(context);
  wire.handler.onOpen();
}

/** The connection receives the input from `start` to `end`, unless it closes. */
export function receive(start: i32, end: i32): void {
  for (let i = start; i < end && wire.isOpen;) {
    const bytes = min(end - i, RECEIVE_BYTES);
    const at = (i * 7) % (RECEIVE_BYTES - bytes + 1); // anywhere in the buffer
    for (let j = 0; j < bytes; j++) received[at + j] = input[i + j];
    wire.handler.onData(new Bytes(received, at, bytes));
    for (let j = 0; j < bytes; j++) received[at + j] = POISON;
    i += bytes;
  }
}

/** The peer ends, and the connection closes; returns all that was written to it. */
export function closeWire(): Uint8Array {
  if (wire.isOpen) wire.handler.onEnd();
  wire.abort();
  wire.handler.onClose();
  const output = new Uint8Array(wire.outputBytes);
  for (let i = 0; i < wire.outputBytes; i++) output[i] = wire.output[i];
  return output;
}

/** How many bytes the server's connections hold. */
export function heldBytes(): i32 {
  return context.heldBytes;
}
