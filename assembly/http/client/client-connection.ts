import { Bytes, CONNECTION_ABORTED, CONNECTION_BROKEN, INVALID_ARGUMENT, OUT_OF_MEMORY } from '../../net';
import { BodyDecoder } from '../body-decoder';
import { ByteWriter } from '../byte-writer';
import { NEEDS_MORE } from '../field-parser';
import { MessageReader } from '../message-reader';
import { hasNoBody } from '../status';
import { ClientExchange, ExchangeConnection } from './client-exchange';
import { ClientOptions } from './options';
import { RequestWriter } from './request-writer';

/** Responses such as 103 that come before the real one. */
const MAX_INTERIM_RESPONSES: i32 = 16;

/** Who has the connections of a client. */
export interface ConnectionOwner {
  /** Memory to put a message together in. */
  readonly scratch: ByteWriter;

  /** Takes a connection back, for other requests. */
  release(connection: ClientConnection): void;

  /** Called once: the connection has closed. */
  remove(connection: ClientConnection): void;
}

/** A connection to a server: sends requests and receives their responses, one after the other. */
export class ClientConnection extends MessageReader implements ExchangeConnection {
  private exchange: ClientExchange | null = null;
  private readonly decoder: BodyDecoder = new BodyDecoder();
  private writer: RequestWriter;
  private readonly piece: Bytes = new Bytes(new StaticArray<u8>(0), 0, 0);
  private isConnected: bool = false;
  /** Whether it had a request before. */
  private isReused: bool = false;
  /** Whether it closes after the exchange. */
  private isLast: bool = false;
  private hasHead: bool = false;
  /** Whether the response has arrived. */
  private isComplete: bool = false;
  private interimResponses: i32 = 0;
  private bytesBefore: i64 = 0;
  private failure: i32 = CONNECTION_BROKEN;

  constructor(
    /** Whom it is connected to, as `Host` has it. */
    readonly authority: string,
    private options: ClientOptions,
    private owner: ConnectionOwner,
  ) {
    super(options.maxHeadBytes, options.maxHeadBytes);
    this.writer = new RequestWriter(owner.scratch);
  }

  /** Sends a request, and has its exchange get the response. */
  start(exchange: ClientExchange): void {
    const request = exchange.request;
    this.exchange = exchange;
    this.hasHead = false;
    this.interimResponses = 0;
    this.bytesBefore = this.connection.bytesReceived;
    if (request.closes) this.isLast = true;
    exchange.attach(this);
    this.writer.begin(this.connection, request);
    if (!request.isStreamed) return this.awaitHead();
    const held = exchange.held;
    exchange.held = null;
    if (held != null) this.sendPiece(held.bytes);
    if (exchange.hasEndedBody) this.endBody();
    else if (!this.connection.isFull) exchange.becomesWritable();
  }

  onOpen(): void {
    this.isConnected = true;
    this.awaitHead();
  }

  onData(data: Bytes): void {
    if (this.exchange == null)
      this.connection.abort(); // whatever it is the answer to, it is none to the next request
    else super.onData(data);
  }

  onWritable(): void {
    const exchange = this.exchange;
    if (exchange == null || this.writer.hasSent) return;
    if (exchange.request.isStreamed) return exchange.becomesWritable();
    this.writer.goOn(this.connection);
    this.awaitHead();
  }

  onEnd(): void {
    if (this.exchange != null && this.hasHead && this.decoder.endsWithConnection) {
      this.isComplete = true;
      this.onConsumed();
    }
    this.connection.abort();
  }

  onIdle(): void {
    if (this.exchange == null) this.connection.abort();
  }

  onDrain(): void {
    this.isLast = true;
    if (this.exchange == null) this.connection.abort();
  }

  onError(outcome: i32): void {
    this.failure = outcome;
  }

  onClose(): void {
    const exchange = this.exchange;
    const isUnanswered = this.isReused && this.connection.bytesReceived == this.bytesBefore;
    this.exchange = null;
    this.pending = null;
    this.owner.remove(this);
    if (exchange != null)
      exchange.loseConnection(this.failure, isUnanswered && this.failure != INVALID_ARGUMENT);
  }

  sendPiece(data: Bytes): bool {
    if (this.writer.takes(data)) return this.writer.write(this.connection, data);
    this.refuse('the body is longer than the length that was announced');
    return false;
  }

  endBody(): void {
    if (this.writer.end(this.connection)) this.awaitHead();
    else this.refuse('the body ends before the length that was announced');
  }

  updateFlow(): void {
    const exchange = this.exchange;
    if (exchange != null && exchange.isPaused) this.updateReading();
    else this.goOn();
  }

  drop(): void {
    this.exchange = null;
    this.connection.abort();
  }

  protected get awaitsHead(): bool {
    return !this.hasHead;
  }

  protected get takesInput(): bool {
    const exchange = this.exchange;
    return exchange != null && !exchange.isPaused && !this.isComplete;
  }

  protected get wantsPause(): bool {
    const exchange = this.exchange;
    return exchange != null && exchange.isPaused;
  }

  protected take(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const exchange = this.exchange!;
    const decoder = this.decoder;
    if (!this.hasHead) return this.takeHead(exchange, buffer, start, end);
    const position = decoder.next(buffer, start, end);
    if (position < 0) return this.breakOff(CONNECTION_ABORTED, end);
    if (decoder.pieceBytes > 0) {
      this.piece.set(buffer, decoder.pieceStart, decoder.pieceBytes);
      exchange.receive(this.piece);
    }
    this.isComplete = decoder.hasEnded;
    return position;
  }

  /** Gives the connection back before the exchange ends: what the program does then can use it. */
  protected onConsumed(): void {
    if (!this.isComplete) return;
    const exchange = this.exchange;
    const trailers = this.decoder.trailers;
    this.isComplete = false;
    this.exchange = null;
    const isReusable = this.writer.hasSent && !this.isLast && this.pending == null && this.isServing;
    this.isReused = true;
    if (isReusable) this.owner.release(this);
    else this.connection.abort();
    if (exchange != null) exchange.complete(trailers);
  }

  private takeHead(exchange: ClientExchange, buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const options = this.options;
    const head = exchange.response.head;
    const position = head.parse(buffer, start, end, options.maxHeadBytes, options.maxFields);
    if (position == NEEDS_MORE) return start;
    if (position < 0) return this.breakOff(position == -431 ? OUT_OF_MEMORY : CONNECTION_ABORTED, end);
    if (head.status < 200) {
      this.interimResponses++;
      const isWrong = head.status == 101 || this.interimResponses > MAX_INTERIM_RESPONSES;
      head.status = 0;
      return isWrong ? this.breakOff(CONNECTION_ABORTED, end) : position;
    }
    head.keep(start, position);
    const decoder = this.decoder;
    decoder.start(head.framing, true);
    if (exchange.request.method == 'HEAD' || hasNoBody(head.status)) decoder.skip();
    if (!head.framing.isPersistent(head.minor == 1) || decoder.endsWithConnection) this.isLast = true;
    this.hasHead = true;
    exchange.receiveHead();
    this.isComplete = decoder.hasEnded;
    return position;
  }

  private awaitHead(): void {
    const exchange = this.exchange;
    if (exchange != null && this.isConnected && this.writer.hasSent && !this.hasHead) exchange.awaitHead();
  }

  /** The response is not to be trusted, or is too large. */
  private breakOff(outcome: i32, end: i32): i32 {
    this.failure = outcome;
    this.connection.abort();
    return end;
  }

  /** The program does not keep its word on the body. */
  private refuse(problem: string): void {
    const exchange = this.exchange;
    if (exchange != null) exchange.request.refuse(problem);
    this.failure = INVALID_ARGUMENT;
    this.connection.abort();
  }
}
