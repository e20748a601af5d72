/** A gateway: what it is asked for is asked of the server at `--to URL`, and both bodies pass as they come. */
import {
  Bytes,
  ClientOptions,
  EXIT_FAILURE,
  EXIT_OK,
  EXIT_USAGE,
  EventLoop,
  HttpClient,
  HttpOptions,
  HttpServer,
  LoopServerOptions,
  RequestHandler,
  ResponseHandler,
  TIMEOUT,
  TcpListener,
  describe,
  forwardRequest,
  forwardResponse,
  log,
  openListeners,
  portsOf,
} from '../../../assembly';
import { getArguments } from '../../../assembly/wasi';

const MAX_BODY_BYTES: i64 = 1 << 30;

let to: string = '';
let client!: HttpClient;

/** What its command line says. */
class GatewayOptions extends LoopServerOptions {
  protected takesValue(name: string): bool {
    return name == '--to' || super.takesValue(name);
  }

  protected applyValue(name: string, value: string): void {
    if (name == '--to') to = value;
    else super.applyValue(name, value);
  }
}

/** One request of a client. */
class Passing extends RequestHandler {
  private returning: Returning = new Returning(this);

  onRequest(): void {
    const request = this.request;
    forwardRequest(request, client.request(request.method, to + request.target, this.returning));
  }

  onData(data: Bytes): void {
    if (!this.returning.request.write(data)) this.request.pause();
  }

  onEnd(): void {
    this.returning.request.end();
  }

  onWritable(): void {
    this.returning.response.resume();
  }

  onError(outcome: i32): void {
    this.returning.request.abort();
  }
}

/** The answer that it gets. */
class Returning extends ResponseHandler {
  constructor(private passing: Passing) {
    super();
  }

  onResponse(): void {
    forwardResponse(this.response, this.passing.response);
  }

  onData(data: Bytes): void {
    if (!this.passing.response.write(data)) this.response.pause();
  }

  onEnd(): void {
    this.passing.response.end();
  }

  onWritable(): void {
    this.passing.request.resume();
  }

  onError(outcome: i32): void {
    const response = this.passing.response;
    log('Upstream failed: ' + describe(outcome));
    if (response.isStarted) response.abort();
    else response.status(outcome == TIMEOUT ? 504 : 502).text(describe(outcome) + '\n');
  }
}

export function run(): i32 {
  const options = new GatewayOptions();
  options.read(getArguments(), 0);
  if (options.problem.length == 0 && to.length == 0) options.problem = '--to URL is missing';
  if (options.problem.length > 0) {
    log('gateway: ' + options.problem);
    return EXIT_USAGE;
  }
  const listeners = openListeners('gateway', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const loop = new EventLoop(options.loop);
  const http = new HttpOptions();
  http.maxBodyBytes = MAX_BODY_BYTES;
  const app = new HttpServer(http, loop);
  client = new HttpClient(new ClientOptions(), loop);
  app.handle('*', '/*', (): RequestHandler => new Passing());
  if (app.serve(listeners) == null) return EXIT_FAILURE;
  if (options.drainsAtInputEnd) loop.drainAtInputEnd();
  log('Server (gateway) running on port ' + portsOf<TcpListener>(listeners) + '...');
  loop.run();
  return EXIT_OK;
}
