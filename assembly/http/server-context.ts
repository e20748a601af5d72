import { EventLoop } from '../loop';
import { Bytes } from '../net';
import { formatNumber } from '../wasi';
import { ByteWriter } from './byte-writer';
import { DateLine } from './date-line';
import { Exchange } from './exchange';
import { RequestFunction } from './handlers';
import { HttpOptions } from './options';
import { MiddlewareList } from './route';
import { ANY_METHOD, Router } from './router';
import { reasonOf } from './status';

/** Lines about mistakes in the program; a peer can bring about as many as it likes. */
const MAX_REPORTS: i32 = 100;

const OK_LINE: Bytes = Bytes.of('HTTP/1.1 200 OK\r\n');

/** What the connections of a server share. */
export class ServerContext {
  readonly router: Router = new Router();
  /** The middleware of all routes, which also gets what no route is for. */
  middleware: MiddlewareList = new MiddlewareList(null);
  /** Answers what no route is for. */
  fallback: RequestFunction | null = null;
  /** Makes the pages of the errors that the server answers itself. */
  errorPage: RequestFunction | null = null;
  /** Where responses are put together. */
  readonly writer: ByteWriter = new ByteWriter(20480);
  /** Where pieces of bodies come from sources. */
  readonly buffer: StaticArray<u8> = new StaticArray<u8>(65536);
  /** How many bytes connections hold of what has not arrived completely. */
  heldBytes: i32 = 0;
  private readonly dateLine: DateLine = new DateLine();
  private spare: Exchange | null = null;
  private reports: i32 = 0;

  constructor(
    readonly options: HttpOptions,
    readonly loop: EventLoop,
  ) {}

  /** Gives an exchange for a request to come. */
  take(): Exchange {
    const spare = this.spare;
    this.spare = null;
    const exchange = spare != null ? spare : new Exchange();
    exchange.reset();
    return exchange;
  }

  /** Takes an exchange back that nobody can have kept, for the next request of any connection. */
  giveBack(exchange: Exchange): void {
    this.spare = exchange;
  }

  /** Begins a head with the line of status and the date. */
  beginHead(status: i32): ByteWriter {
    const writer = this.writer;
    writer.reset();
    if (status == 200) writer.write(OK_LINE);
    else {
      writer.writeText('HTTP/1.1 ');
      writer.writeNumber(status);
      writer.writeText(' ' + reasonOf(status) + '\r\n');
    }
    writer.write(this.dateLine.at(this.loop.nowNs));
    return writer;
  }

  /** Answers with a status and a short text, or the program's page. */
  answerError(exchange: Exchange, status: i32): void {
    const response = exchange.response;
    response.status(status);
    const page = this.errorPage;
    if (page != null) page(exchange.request, response);
    if (!response.isStarted) response.text(formatNumber(status) + ' ' + reasonOf(status) + '\n');
  }

  /** Answers what no route is for. */
  answerUnrouted(exchange: Exchange): void {
    const response = exchange.response;
    const method = exchange.request.method;
    const allow = this.allowedMethods(exchange.request.location.isAsterisk);
    if (method == 'OPTIONS' && allow.length > 0) response.header('Allow', allow).empty(204);
    else if (allow.length > 0 || method == 'TRACE') {
      response.header('Allow', allow);
      this.answerError(exchange, 405);
    } else this.answerFailure(exchange, 404);
  }

  /** Answers with an error; one that is not found as though no route were for it. */
  answerFailure(exchange: Exchange, status: i32): void {
    const fallback = this.fallback;
    if (status != 404 || fallback == null) this.answerError(exchange, status);
    else fallback(exchange.request, exchange.response);
  }

  /** Tells the operator of a mistake in the program. */
  report(exchange: Exchange | null, problem: string): void {
    this.reports++;
    if (this.reports > MAX_REPORTS) return;
    let line = 'http: ';
    if (exchange != null) line += exchange.request.method + ' ' + exchange.request.path + ': ';
    this.options.log(line + problem);
    if (this.reports == MAX_REPORTS) this.options.log('http: further mistakes are not told');
  }

  private allowedMethods(isAsterisk: bool): string {
    const own = this.router.allowed;
    const isAny = isAsterisk || own.includes(ANY_METHOD);
    const methods = isAny ? this.router.methods : own;
    let text = '';
    for (let i = 0; i < methods.length; i++) {
      const method = methods[i];
      if (isAny && (method == 'CONNECT' || method == 'TRACE')) continue;
      text += (text.length > 0 ? ', ' : '') + method;
      if (method == 'GET' && !methods.includes('HEAD')) text += ', HEAD';
    }
    return text.length > 0 && !methods.includes('OPTIONS') ? text + ', OPTIONS' : text;
  }
}
