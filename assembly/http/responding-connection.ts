import { Bytes } from '../net';
import { ByteWriter } from './byte-writer';
import { canSkipBody } from './dispatch';
import { Exchange } from './exchange';
import { MessageReader } from './message-reader';
import { BodyFlow } from './request';
import { MAX_METHOD_BYTES } from './request-parser';
import { ResponseOwner } from './response-owner';
import { ServerContext } from './server-context';

/** A connection on its way out: what the response to its request needs of it. */
export abstract class RespondingConnection extends MessageReader implements ResponseOwner, BodyFlow {
  /** The request that is being received or answered. */
  protected exchange: Exchange | null = null;
  /** Whether the connection closes after the exchange. */
  protected isLast: bool = false;
  protected isBodyPaused: bool = false;

  constructor(protected context: ServerContext) {
    super(context.options.head.headBytes, context.options.head.targetBytes + MAX_METHOD_BYTES);
  }

  get scratch(): ByteWriter {
    return this.context.writer;
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
    if (status == 101 || status == 426) head.writeText('Connection: Upgrade\r\n');
    if (this.isLast && status != 101) head.writeText('Connection: close\r\n');
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
    if (exchange == null) return !this.connection.isFull;
    return exchange.response.isEnded || !(exchange.isBodyComplete || this.isBodyPaused);
  }

  /** While a drain has the connection close as soon as nothing more arrives, an answer that is still to come must be waited for. */
  protected get wantsPause(): bool {
    const exchange = this.exchange;
    return this.isBodyPaused || (exchange != null && exchange.isBodyComplete && this.context.loop.isDraining);
  }
}
