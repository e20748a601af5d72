import { NEEDS_MORE } from '../http/field-parser';
import { ByteWriter } from '../http/byte-writer';
import { METRICS_TYPE, MetricsText } from '../http/metrics-text';
import { HeadLimits, RequestParser } from '../http/request-parser';
import { Bytes } from '../net';
import { formatNumber, textOfBytes } from '../wasi';
import { AdminProgram } from './program';

/** More of the request has to arrive. */
export const AWAITS_REQUEST: i32 = 0;
/** The answer is there; the connection closes after it. */
export const ANSWERED: i32 = 1;
/** The answer comes when the program has drained. */
export const AWAITS_DRAIN: i32 = 2;

const TEXT_TYPE: string = 'text/plain; charset=utf-8';
const HEAD_ROOM_BYTES: i32 = 256;

/**
 * Answers requests for `/healthz`, `/readyz`, `/metrics` and, by POST, `/drain`: one on each connection, whose body is of no interest.
 *
 * What a web page sends from its visitor's browser drains nothing: such a POST has an `Origin`.
 */
export class AdminResponder {
  /** The answer, when there is one. */
  answer: Bytes = new Bytes(new StaticArray<u8>(0), 0, 0);
  private readonly parser: RequestParser = new RequestParser();
  private isHead: bool = false;

  constructor(
    private program: AdminProgram,
    private limits: HeadLimits,
  ) {}

  /** Looks at what has arrived. Returns AWAITS_REQUEST, ANSWERED or AWAITS_DRAIN: call `drain` of the program then. */
  respond(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
    const parser = this.parser;
    const position = parser.parse(buffer, start, end, this.limits);
    this.isHead = false;
    if (position == NEEDS_MORE) return AWAITS_REQUEST;
    if (position < 0) return this.answerText(formatNumber(-position) + ' ', 'bad request\n');
    const method = textOf(buffer, parser.methodStart, parser.methodEnd);
    this.isHead = method == 'HEAD';
    const path = pathOf(textOf(buffer, parser.targetStart, parser.targetEnd));
    if (path == '/drain') return this.respondToDrain(method);
    if (method != 'GET' && !this.isHead) return this.refuseMethod('GET, HEAD');
    if (path == '/healthz') return this.answerText('200 OK', 'ok\n');
    if (path == '/metrics') return this.answerMetrics();
    if (path != '/readyz')
      return this.answerText('404 Not Found', 'there are /healthz, /readyz, /metrics and POST /drain\n');
    if (this.program.isDraining) return this.answerText('503 Service Unavailable', 'draining\n');
    return this.answerText('200 OK', 'ready\n');
  }

  /** Makes the answer to those who have waited until the program has drained. */
  answerDrained(): void {
    this.isHead = false;
    this.answerText('200 OK', 'drained\n');
  }

  private respondToDrain(method: string): i32 {
    if (method != 'POST') return this.refuseMethod('POST');
    if (this.parser.fields.find('origin') < 0) return AWAITS_DRAIN;
    return this.answerText('403 Forbidden', 'not from a web page\n');
  }

  private refuseMethod(allowed: string): i32 {
    return this.answerText('405 Method Not Allowed\r\nAllow: ' + allowed, 'allowed: ' + allowed + '\n');
  }

  private answerMetrics(): i32 {
    const text = new MetricsText();
    this.program.write(text);
    return this.answerBytes('200 OK', text.bytes, METRICS_TYPE);
  }

  private answerText(status: string, text: string): i32 {
    return this.answerBytes(status, Bytes.of(text), TEXT_TYPE);
  }

  private answerBytes(status: string, body: Bytes, mediaType: string): i32 {
    const writer = new ByteWriter(HEAD_ROOM_BYTES + body.length);
    writer.writeText('HTTP/1.1 ' + status + '\r\nContent-Type: ' + mediaType + '\r\nContent-Length: ');
    writer.writeNumber(body.length);
    writer.writeText('\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n');
    if (!this.isHead) writer.write(body);
    this.answer = writer.bytes;
    return ANSWERED;
  }
}

function textOf(buffer: StaticArray<u8>, start: i32, end: i32): string {
  return textOfBytes(buffer, start, end - start);
}

function pathOf(target: string): string {
  const question = target.indexOf('?');
  return question < 0 ? target : target.substring(0, question);
}
