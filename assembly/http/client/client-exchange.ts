import { Bytes, OUT_OF_MEMORY, TIMEOUT } from '../../net';
import { ByteWriter } from '../byte-writer';
import { Fields } from '../fields';
import { BodyFlow } from '../request';
import { DeadlineOwner } from '../request-deadline';
import { ClientRequest, RequestOwner } from './client-request';
import { ClientResponse } from './client-response';
import { ExchangeDeadline } from './exchange-deadline';
import { HttpUrl } from './http-url';
import { ClientOptions } from './options';
import { redirect, redirectOf } from './redirect';
import { ResponseHandler } from './response-handler';

/** How much of the body of a redirect is thrown away, so that the connection can be used again. */
const MAX_DISCARDED_BYTES: i64 = 65536;

/** The connection that an exchange is on, as the exchange sees it. */
export interface ExchangeConnection {
  /** Sends a piece of the body. Returns whether more is welcome. */
  sendPiece(data: Bytes): bool;

  /** Sends the end of the body. */
  endBody(): void;

  /** The exchange has been paused or resumed. */
  updateFlow(): void;

  /** Drops the connection: the exchange is no longer on it. */
  drop(): void;
}

/** Who finds connections for exchanges. */
export interface ExchangeOwner {
  /** Has an exchange sent when there is a connection for it. */
  submit(exchange: ClientExchange): void;

  /** Forgets one that waits for a connection. */
  withdraw(exchange: ClientExchange): void;
}

/** A request, its response, and how far they have come: on one connection, or after a retry or a redirect on one after the other. */
export class ClientExchange implements RequestOwner, BodyFlow, DeadlineOwner {
  /** The response. */
  readonly response: ClientResponse = new ClientResponse();
  /** Whether headers and a body can still be given. */
  isPreparing: bool = true;
  /** Whether the handler has heard the last of it. */
  isOver: bool = false;
  /** Whether the body of the response has to wait. */
  isPaused: bool = false;
  /** Whether it is tried again, which is done on a new connection, and once. */
  isRetry: bool = false;
  /** Whether the program has ended a streamed body. */
  hasEndedBody: bool = false;
  /** What has been streamed before there was a connection. */
  held: ByteWriter | null = null;
  private connection: ExchangeConnection | null = null;
  private redirects: i32 = 0;
  /** Where to go on when this response, a redirect, has ended. */
  private next: HttpUrl | null = null;
  private discardedBytes: i64 = 0;
  /** Whether the program was told to wait before it writes more. */
  private awaitsWritable: bool = false;

  constructor(
    readonly request: ClientRequest,
    private handler: ResponseHandler,
    private options: ClientOptions,
    private owner: ExchangeOwner,
    private deadline: ExchangeDeadline,
  ) {}

  /** Begins: nothing can be added to the request any more. */
  prepare(): void {
    if (this.isOver) return;
    this.isPreparing = false;
    const failure = this.request.failure;
    if (failure != 0) return this.fail(failure);
    this.deadline.begin(this.options.totalTimeoutNs);
    this.owner.submit(this);
  }

  /** It has a connection. */
  attach(connection: ExchangeConnection): void {
    this.connection = connection;
    this.response.url = this.request.location!.toString();
  }

  /** All has been written: it is the server's turn. */
  awaitHead(): void {
    if (!this.isOver) this.deadline.awaitWithin(this.options.headTimeoutNs);
  }

  /** The head of the response has arrived. */
  receiveHead(): void {
    const response = this.response;
    this.deadline.awaitWithin(this.options.bodyTimeoutNs);
    this.next =
      this.redirects < this.options.maxRedirects
        ? redirectOf(this.request, response, this.request.location!)
        : null;
    response.flow = this;
    if (this.next == null) this.handler.onResponse();
  }

  /** A piece of the body has arrived. */
  receive(data: Bytes): void {
    if (!this.isPaused) this.deadline.awaitWithin(this.options.bodyTimeoutNs);
    if (this.next == null) return this.handler.onData(data);
    this.discardedBytes += data.length;
    if (this.discardedBytes <= MAX_DISCARDED_BYTES) return;
    this.dropConnection();
    this.complete(null);
  }

  /** The body is complete, and the connection can be used by others. */
  complete(trailers: Fields | null): void {
    const next = this.next;
    const request = this.request;
    this.connection = null;
    this.deadline.awaitNothing();
    if (next != null) {
      this.next = null;
      this.redirects++;
      this.discardedBytes = 0;
      this.isRetry = this.isPaused = false;
      redirect(request, this.response.status, request.location!, next);
      this.response.head.status = 0;
      return this.owner.submit(this);
    }
    this.response.trailers = trailers;
    this.finish();
    this.handler.onEnd();
  }

  /** The connection has failed. `isUnanswered`: it had been used before, and the server may have closed it without seeing the request. */
  loseConnection(outcome: i32, isUnanswered: bool): void {
    this.connection = null;
    this.deadline.awaitNothing();
    if (!isUnanswered || this.isRetry || !isRepeatable(this.request)) return this.fail(outcome);
    this.isRetry = true;
    this.owner.submit(this);
  }

  /** There is room for more of a streamed body. */
  becomesWritable(): void {
    if (!this.awaitsWritable || this.hasEndedBody) return;
    this.awaitsWritable = false;
    this.handler.onWritable();
  }

  /** Ends it, and tells the handler why. */
  fail(outcome: i32): void {
    if (this.isOver) return;
    this.abort();
    this.handler.onError(outcome);
  }

  onDeadline(): void {
    this.fail(TIMEOUT);
  }

  sendPiece(data: Bytes): bool {
    if (this.isOver || this.hasEndedBody) return false;
    const connection = this.connection;
    const isWelcome = connection != null ? connection.sendPiece(data) : this.hold(data);
    if (!isWelcome) this.awaitsWritable = true;
    return isWelcome;
  }

  endBody(): void {
    if (this.isOver || this.hasEndedBody) return;
    this.hasEndedBody = true;
    const connection = this.connection;
    if (connection != null) connection.endBody();
  }

  abort(): void {
    if (this.isOver) return;
    this.finish();
    this.dropConnection();
    this.owner.withdraw(this);
  }

  report(problem: string): void {
    if (!this.isOver)
      this.options.log('http client: ' + this.request.method + ' ' + this.request.url + ': ' + problem);
  }

  pauseBody(): void {
    this.isPaused = true;
    this.deadline.awaitNothing();
    this.updateFlow();
  }

  resumeBody(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.deadline.awaitWithin(this.options.bodyTimeoutNs);
    this.updateFlow();
  }

  private updateFlow(): void {
    const connection = this.connection;
    if (connection != null) connection.updateFlow();
  }

  private hold(data: Bytes): bool {
    let held = this.held;
    if (held == null) held = this.held = new ByteWriter(data.length);
    const limits = this.options.connection;
    if (data.length > limits.limitBytes - held.length) {
      this.request.refuse('more of the body was written than may wait', OUT_OF_MEMORY);
      return false;
    }
    held.write(data);
    return held.length < limits.highWatermarkBytes;
  }

  private dropConnection(): void {
    const connection = this.connection;
    this.connection = null;
    if (connection != null) connection.drop();
  }

  private finish(): void {
    this.isOver = true;
    this.isPreparing = false;
    this.held = null;
    this.response.flow = null;
    this.deadline.cancel();
  }
}

/** Whether the server may get a request twice (RFC 9110, section 9.2.2), and its body is there to be sent twice. */
function isRepeatable(request: ClientRequest): bool {
  const method = request.method;
  if (request.isStreamed) return false;
  if (method == 'GET' || method == 'HEAD' || method == 'OPTIONS') return true;
  return method == 'PUT' || method == 'DELETE' || method == 'TRACE';
}
