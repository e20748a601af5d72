import { ConnectionHandler } from '../loop';
import { Bytes, CONNECTION_BROKEN, INVALID_ARGUMENT } from '../net';
import { MAX_UNWANTED_BYTES, closesAfter, completeBody, dispatch, receiveBody, refusalOf } from './dispatch';
import { Exchange } from './exchange';
import { NEEDS_MORE } from './field-parser';
import { DeadlineOwner, RequestDeadline } from './request-deadline';
import { RespondingConnection } from './responding-connection';
import { ServerContext } from './server-context';

/** A client's connection: has its requests answered, one after the other. */
export class ServerConnection extends RespondingConnection implements DeadlineOwner {
  private deadline!: RequestDeadline;
  private heldBytes: i32 = 0;
  private failure: i32 = 0;
  private hasInputEnded: bool = false;

  constructor(context: ServerContext) {
    super(context);
    this.deadline = new RequestDeadline(context.loop, context.options, this);
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
    this.hasInputEnded = true;
    this.goOn();
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
    exchange.cut(this.failure != 0 ? this.failure : CONNECTION_BROKEN);
    exchange.response.abandon();
    exchange.finish();
  }

  onDeadline(): void {
    this.goOn(); // a mistake is told as such
    if (!this.isServing) return;
    if (this.exchange != null || this.pending != null) return this.refuse(408);
    this.isLast = true;
    this.connection.finish();
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
    this.deadline.update(exchange, this.pending != null, !this.isBodyPaused && !this.connection.isFull);
    if (this.hasInputEnded && this.takesInput) this.endInput(exchange);
  }

  /** All that has arrived has been used, and nothing more comes. */
  private endInput(exchange: Exchange | null): void {
    if (exchange == null && this.pending == null) this.connection.close();
    else this.refuse(400);
  }

  private takeHead(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const context = this.context;
    const exchange = context.take();
    const head = exchange.request.head;
    const position = head.parse(buffer, start, end, context.options.head);
    if (position == NEEDS_MORE) {
      context.giveBack(exchange);
      return start;
    }
    this.begin(exchange, start, position < 0 ? end : position);
    const refusal = position < 0 ? -position : refusalOf(context, exchange);
    if (position < 0 || closesAfter(refusal, exchange.request)) {
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

  private begin(exchange: Exchange, start: i32, end: i32): void {
    this.exchange = exchange;
    exchange.middleware = this.context.middleware;
    exchange.request.begin(start, end, this.connection.remoteAddress, this.context.loop.nowNs);
    exchange.request.flow = this;
    exchange.response.begin(this.connection, this);
  }

  private takeBody(exchange: Exchange, buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const decoder = exchange.decoder;
    const position = decoder.next(buffer, start, end);
    exchange.bodyBytes += decoder.pieceBytes;
    const isTooLong = exchange.bodyBytes + decoder.announcedBytes > this.context.options.maxBodyBytes;
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
    this.deadline.awaitNothing(); // the next request may be there already, and has its own time
    exchange.finish();
    this.isBodyPaused = false;
    if (!exchange.request.isKept) this.context.giveBack(exchange);
    if (this.isLast) this.connection.close();
  }

  /** Answers what can't be understood or has no place, and closes the connection: what comes after it might be anything. */
  private refuse(status: i32): void {
    let exchange = this.exchange;
    if (exchange == null) {
      const pending = this.pending!;
      exchange = this.context.take();
      exchange.request.head.parse(pending.buffer, pending.start, pending.end, this.context.options.head);
      this.begin(exchange, pending.start, pending.end);
    }
    this.isLast = true;
    exchange.isBodyComplete = true;
    exchange.cut(INVALID_ARGUMENT);
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
