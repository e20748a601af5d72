/** What the tests of the HTTP client reach it by. A byte is a character from U+0000 to U+00FF. */
import { Bytes, Connection, EventLoop, ResponseHandler, SocketAddress, describe } from '../../../assembly';
import { ByteWriter } from '../../../assembly/http/byte-writer';
import { ClientConnection, ConnectionOwner } from '../../../assembly/http/client/client-connection';
import { ClientExchange, ExchangeOwner } from '../../../assembly/http/client/client-exchange';
import { ClientRequest } from '../../../assembly/http/client/client-request';
import { ExchangeDeadline } from '../../../assembly/http/client/exchange-deadline';
import { HttpUrl } from '../../../assembly/http/client/http-url';
import { ClientOptions } from '../../../assembly/http/client/options';
import { ConnectionOptions } from '../../../assembly/loop';
import { formatNumber } from '../../../assembly/wasi/abi/text';

/** Host, port, authority and target, joined by spaces; or why it is none. */
export function parseUrl(text: string): string {
  const url = HttpUrl.parse(text);
  if (url == null) return describe(HttpUrl.lastError);
  return url.host + ' ' + formatNumber(url.port) + ' ' + url.authority + ' ' + url.target;
}

/** The URL that a reference means; empty: none. */
export function resolveUrl(base: string, reference: string): string {
  const url = HttpUrl.parse(base)!.resolve(reference);
  return url == null ? '' : url.toString();
}

/** A connection to nowhere: keeps what is written. */
class FakeConnection extends Connection {
  written: string = '';

  constructor() {
    super(new ConnectionOptions());
  }

  get isFull(): bool {
    return false;
  }

  get isWritable(): bool {
    return true;
  }

  get writableBytes(): i32 {
    return 65536;
  }

  get bufferedBytes(): i32 {
    return 0;
  }

  get localAddress(): SocketAddress {
    return new SocketAddress();
  }

  write(data: Bytes): bool {
    return this.writeText(data.toString());
  }

  writeText(text: string): bool {
    this.written += text;
    return true;
  }

  pause(): void {}

  resume(): void {}

  end(): void {}

  close(): void {
    this.hasClosed = true;
  }

  finish(): void {}

  abort(): void {
    this.hasClosed = true;
  }
}

/** Notes whether the connection was given back. */
class FakeOwner implements ConnectionOwner, ExchangeOwner {
  readonly scratch: ByteWriter = new ByteWriter(16);
  isReleased: bool = false;

  release(connection: ClientConnection): void {
    this.isReleased = true;
  }

  remove(connection: ClientConnection): void {}

  submit(exchange: ClientExchange): void {}

  withdraw(exchange: ClientExchange): void {}
}

/** Notes what comes. */
class Recorder extends ResponseHandler {
  text: string = '';

  onResponse(): void {
    this.text += formatNumber(this.response.status) + ' [';
  }

  onData(data: Bytes): void {
    this.text += data.toString();
  }

  onEnd(): void {
    this.text += ']' + this.response.trailer('x-end');
  }

  onError(outcome: i32): void {
    this.text += ' ' + describe(outcome);
  }
}

class Conversation {
  readonly connection: FakeConnection = new FakeConnection();
  readonly owner: FakeOwner = new FakeOwner();
  readonly recorder: Recorder = new Recorder();
  readonly request: ClientRequest;
  readonly handler!: ClientConnection;
  private exchange!: ClientExchange;

  constructor(method: string, url: string) {
    const loop = new EventLoop();
    const options = new ClientOptions();
    const deadline = new ExchangeDeadline(loop);
    options.maxHeadBytes = 400;
    options.maxFields = 5;
    this.request = new ClientRequest(method, url);
    this.exchange = new ClientExchange(this.request, this.recorder, options, this.owner, deadline);
    deadline.owner = this.exchange;
    this.request.owner = this.exchange;
    this.recorder.request = this.request;
    this.recorder.response = this.exchange.response;
    this.handler = new ClientConnection('h', options, this.owner);
    this.connection.handler = this.handler;
  }

  send(): void {
    this.exchange.prepare();
    if (this.request.failure == 0) this.handler.start(this.exchange);
  }
}

/** What comes of a request whose response arrives in these pieces: what its handler hears, and whether the connection can be used again. */
export function receiveResponse(method: string, pieces: string[], ends: bool): string {
  const talk = new Conversation(method, 'http://h/');
  talk.send();
  for (let i = 0; i < pieces.length && !talk.connection.isClosed; i++) {
    const data = bytesOf(pieces[i]);
    talk.connection.bytesReceived += data.length;
    talk.handler.onData(data);
  }
  if (ends && !talk.connection.isClosed) talk.handler.onEnd();
  if (talk.connection.isClosed) talk.handler.onClose();
  return (
    talk.recorder.text + (talk.owner.isReleased ? ' kept' : talk.connection.isClosed ? ' closed' : ' open')
  );
}

/** What is sent for a request with these headers (name, value, name, value) and this body; or why nothing is. */
export function sendRequest(method: string, url: string, headers: string[], body: string | null): string {
  const talk = new Conversation(method, url);
  for (let i = 0; i < headers.length; i += 2) talk.request.header(headers[i], headers[i + 1]);
  if (body != null) talk.request.text(body);
  talk.send();
  return talk.request.failure == 0
    ? talk.connection.written
    : talk.recorder.text + ': ' + talk.request.problem;
}

function bytesOf(text: string): Bytes {
  const buffer = new StaticArray<u8>(text.length);
  for (let i = 0; i < text.length; i++) buffer[i] = <u8>text.charCodeAt(i);
  return new Bytes(buffer, 0, buffer.length);
}
