import { ConnectionHandler } from '../loop';
import { Bytes, CONNECTION_BROKEN, INVALID_ARGUMENT } from '../net';
import { ByteWriter } from './byte-writer';
import { MAX_UNWANTED_BYTES, canSkipBody, completeBody, dispatch, receiveBody, refusalOf } from './dispatch';
import { Exchange } from './exchange';
import { NEEDS_MORE } from './field-parser';
import { MessageReader } from './message-reader';
import { BodyFlow } from './request';
import { DeadlineOwner, RequestDeadline } from './request-deadline';
import { ResponseOwner } from './response-owner';
import { ServerContext } from './server-context';

/** A client's connection: has its requests answered, one after the other. */
export class ServerConnection extends MessageReader implements ResponseOwner, BodyFlow, DeadlineOwner {
  /** The request that is being received or answered. */
  private exchange: Exchange | null = null;
  private deadline!: RequestDeadline;
  private heldBytes: i32 = 0;
  private failure: i32 = 0;
  private isBodyPaused: bool = false;
  /** Whether the connection closes after the exchange. */
  private isLast: bool = false;

  constructor(private context: ServerContext) {
    super(context.options.head.headBytes);
    this.deadline = new RequestDeadline(context.loop, context.options, this);
  }

  get scratch(): ByteWriter {
    return this.context.writer;
  }

  onOpen(): void {
    this.deadline.awaitRequest();
  }

  onWritable(): void {
    const exchange = this.exchange;
    if (exchange != null) {
      exchange.response.pump(this.context.buffer);
      const handler = exchange.handler;
      if (handler != null && !exchange.response.isEnded) handler.onWritable();
    }
    this.goOn();
  }

  onEnd(): void {
    const exchange = this.exchange;
    if (exchange != null && exchange.isBodyComplete) this.isLast = true;
    else if (exchange != null || this.pending != null) this.refuse(400);
    else this.connection.close();
  }

  onDrain(): void {
    this.isLast = true;
    if (this.exchange == null && this.pending == null) this.connection.finish();
  }

  onError(outcome: i32): void {
    this.failure = outcome;
  }

  onClose(): void {
    const exchange = this.exchange;
    this.exchange = null;
    this.pending = null;
    this.deadline.cancel();
    this.hold(0);
    if (exchange == null) return;
    const handler = exchange.handler;
    const isCut = !exchange.response.isEnded;
    exchange.response.abandon();
    if (handler != null && isCut) handler.onError(this.failure != 0 ? this.failure : CONNECTION_BROKEN);
    exchange.finish();
  }

  onDeadline(): void {
    const exchange = this.exchange;
    if (exchange != null || this.pending != null) return this.refuse(408);
    this.isLast = true;
    this.connection.finish();
  }

  onResponseStart(): void {
    const exchange = this.exchange!;
    const middleware = exchange.middleware;
    if (middleware != null) middleware.onResponse(exchange.request, exchange.response);
  }

  answerError(status: i32): void {
    this.context.answerFailure(this.exchange!, status);
  }

  writeHead(status: i32, headers: Bytes, closes: bool): ByteWriter {
    const exchange = this.exchange!;
    if (closes || !canSkipBody(exchange)) this.isLast = true;
    const head = this.context.beginHead(status);
    head.write(headers);
    if (status == 101) head.writeText('Connection: Upgrade\r\n');
    else if (this.isLast) head.writeText('Connection: close\r\n');
    else if (!exchange.response.isHttp11) head.writeText('Connection: keep-alive\r\n');
    return head;
  }

  onSource(): void {
    this.exchange!.response.pump(this.context.buffer);
  }

  onResponseEnd(closes: bool): void {
    if (closes) this.isLast = true;
    this.goOn(); // unless the answer is given while input is used: whoever gives it may still look at the request
  }

  report(problem: string): void {
    this.context.report(this.exchange, problem);
  }

  pauseBody(): void {
    this.isBodyPaused = true;
    if (!this.isConsuming) this.onConsumed();
    this.updateReading();
  }

  resumeBody(): void {
    this.isBodyPaused = false;
    this.goOn();
  }

  protected get awaitsHead(): bool {
    return this.exchange == null;
  }

  protected get takesInput(): bool {
    const exchange = this.exchange;
    if (exchange == null) return !this.isLast && !this.connection.isFull;
    return exchange.response.isEnded || !(exchange.isBodyComplete || this.isBodyPaused);
  }

  /** While a drain has the connection close as soon as nothing more arrives, an answer that is still to come must be waited for. */
  protected get wantsPause(): bool {
    const exchange = this.exchange;
    return this.isBodyPaused || (exchange != null && exchange.isBodyComplete && this.context.loop.isDraining);
  }

  protected take(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const exchange = this.exchange;
    if (exchange != null && !this.isOver(exchange)) return this.takeBody(exchange, buffer, start, end);
    if (exchange != null) this.finishExchange(exchange);
    return start < end && this.isServing && this.takesInput ? this.takeHead(buffer, start, end) : start;
  }

  protected onConsumed(): void {
    let exchange = this.exchange;
    if (exchange != null && this.isOver(exchange)) {
      this.finishExchange(exchange);
      exchange = null;
    }
    if (!this.isServing) return;
    let held = this.pendingBytes;
    if (exchange != null) {
      exchange.request.keep();
      const collected = exchange.request.collected;
      if (collected != null) held += collected.buffer.length;
    }
    if (held != this.heldBytes) this.hold(held);
    if (exchange == null) {
      if (this.pending == null) this.deadline.awaitRequest();
      else this.deadline.awaitHead();
    } else if (exchange.isBodyComplete || this.isBodyPaused || this.connection.isFull)
      this.deadline.awaitNothing();
    else this.deadline.awaitBody(exchange.bodyBytes);
  }

  private takeHead(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const context = this.context;
    const exchange = context.take();
    const request = exchange.request;
    const head = request.head;
    const position = head.parse(buffer, start, end, context.options.head);
    if (position == NEEDS_MORE) {
      context.giveBack(exchange);
      return start;
    }
    this.exchange = exchange;
    const isRefused = position < 0;
    request.begin(start, isRefused ? end : position, this.connection.remoteAddress, context.loop.nowNs);
    request.flow = this;
    exchange.response.begin(this.connection, this);
    const refusal = isRefused ? -position : refusalOf(context, exchange);
    if (isRefused || refusal == 400) {
      this.refuse(refusal);
      return end;
    }
    if (!head.framing.isPersistent(head.minor == 1)) this.isLast = true;
    if (refusal != 0) context.answerError(exchange, refusal);
    else {
      const next = dispatch(context, exchange);
      if (next != null) return this.switchTo(next, buffer, position, end);
    }
    if (exchange.isBodyComplete) completeBody(exchange);
    else if (position < end) exchange.awaitsContinue = false;
    else if (exchange.awaitsContinue && !exchange.response.isStarted) {
      this.connection.writeText('HTTP/1.1 100 Continue\r\n\r\n');
      exchange.awaitsContinue = false;
    }
    return position;
  }

  private takeBody(exchange: Exchange, buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const decoder = exchange.decoder;
    const position = decoder.next(buffer, start, end);
    exchange.bodyBytes += decoder.pieceBytes;
    const isTooLong = exchange.bodyBytes > this.context.options.maxBodyBytes;
    if (position < 0 || isTooLong) {
      this.refuse(isTooLong ? 413 : -position);
      return end;
    }
    if (decoder.pieceBytes > 0) receiveBody(exchange, buffer);
    if (exchange.unwantedBytes > MAX_UNWANTED_BYTES) this.isLast = true;
    if (decoder.hasEnded) completeBody(exchange);
    return position;
  }

  /** Whether all is done for an exchange; the rest of a body that is not wanted is not waited for where the connection closes anyway. */
  private isOver(exchange: Exchange): bool {
    return exchange.response.isEnded && (exchange.isBodyComplete || this.isLast);
  }

  private finishExchange(exchange: Exchange): void {
    this.exchange = null;
    exchange.finish();
    this.isBodyPaused = false;
    if (!exchange.request.isKept) this.context.giveBack(exchange);
    if (this.isLast) this.connection.close();
  }

  /** Answers what can't be understood or has no place, and closes the connection: what comes after it might be anything. */
  private refuse(status: i32): void {
    let exchange = this.exchange;
    if (exchange == null) {
      exchange = this.context.take();
      exchange.request.begin(0, 0, this.connection.remoteAddress, this.context.loop.nowNs);
      exchange.response.begin(this.connection, this);
      this.exchange = exchange;
    }
    this.isLast = true;
    exchange.isBodyComplete = true;
    const handler = exchange.handler;
    exchange.handler = null;
    if (handler != null) {
      handler.onError(INVALID_ARGUMENT);
      handler.onClose();
    }
    if (exchange.response.isStarted) exchange.response.abandon();
    else this.context.answerError(exchange, status);
    this.goOn();
  }

  /** Lets another protocol have the connection, and what has arrived for it. */
  private switchTo(next: ConnectionHandler, buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const exchange = this.exchange!;
    this.exchange = null;
    this.deadline.cancel();
    this.hold(0);
    exchange.finish();
    this.connection.handler = next;
    next.onOpen();
    if (start < end && !this.connection.isClosed) next.onData(new Bytes(buffer, start, end - start));
    if (this.context.loop.isDraining) next.onDrain();
    return end;
  }

  /** Counts what this connection holds among what all of them may. */
  private hold(bytes: i32): void {
    this.context.heldBytes += bytes - this.heldBytes;
    this.heldBytes = bytes;
    if (bytes > 0 && this.context.heldBytes > this.context.options.maxHeldBytes) this.refuse(503);
  }
}
