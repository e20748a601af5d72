/** An HTTP server: gives bodies back as they come, serves files, and tells how it is. */
import { EXIT_FAILURE, EXIT_OK, log, openListeners, portsOf, readOptions } from '../cli';
import { startAdmin } from '../cli/admin';
import { ACCESS_LOG_JSON, ACCESS_LOG_OFF, HTTP_HELP, HttpServerOptions } from '../cli/http-server-options';
import { Folder } from '../files';
import {
  AccessLog,
  FolderSource,
  HttpMetrics,
  HttpServer,
  Request,
  RequestHandler,
  Response,
  WebSocketHandler,
  WebSocketMessage,
} from '../http';
import { EventLoop } from '../loop';
import { Bytes, NOT_PERMITTED, TcpListener, describe } from '../net';

const PAGE: string = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>as-selectors</title>
  <p>This server runs in WebAssembly.
  <ul>
    <li><code>/echo</code> gives the body of a request back
    <li><code>/ws/echo</code> does so with the messages of a WebSocket
    <li><a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a>, <a href="/metrics">/metrics</a>
  </ul>
</html>
`;

let loop!: EventLoop;
let metrics!: HttpMetrics;

/** Gives a body back as it comes. */
class BodyEcho extends RequestHandler {
  onRequest(): void {
    const request = this.request;
    this.response.type(request.header('content-type'));
    if (request.contentLength >= 0) this.response.contentLength(request.contentLength);
  }

  onData(data: Bytes): void {
    if (!this.response.write(data)) this.request.pause();
  }

  onWritable(): void {
    this.request.resume();
  }

  onEnd(): void {
    this.response.end();
  }
}

/** Gives messages back. */
class MessageEcho extends WebSocketHandler {
  onMessage(message: WebSocketMessage): void {
    this.socket.sendMessage(message);
  }
}

function answerReady(request: Request, response: Response): void {
  if (loop.isDraining) response.status(503).text('draining\n');
  else response.text('ready\n');
}

/** Opens the folder to be served, or logs why not. */
function openRoot(root: string): FolderSource | null {
  const folder = Folder.open(root);
  if (folder != null) return new FolderSource(folder);
  const outcome = Folder.lastError;
  const advice = outcome == NOT_PERMITTED ? '. wasmtime needs --dir ' + root : '';
  log("http: can't read the folder " + root + ': ' + describe(outcome) + advice);
  return null;
}

export function run(): i32 {
  const options = readOptions<HttpServerOptions>(
    new HttpServerOptions(),
    'http',
    'serves files, gives bodies back, and tells how it is',
    9005,
    HTTP_HELP,
  );
  const files = options.root.length > 0 ? openRoot(options.root) : null;
  if (options.root.length > 0 && files == null) return EXIT_FAILURE;
  const listeners = openListeners('http', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const ports = portsOf<TcpListener>(listeners);
  loop = new EventLoop(options.loop);
  metrics = new HttpMetrics(loop);
  const app = new HttpServer(options.http, loop);
  if (options.accessLog != ACCESS_LOG_OFF)
    app.useMiddleware(new AccessLog(loop, options.accessLog == ACCESS_LOG_JSON));
  app.useMiddleware(metrics);
  if (files != null) app.files('/*', files);
  else app.get('/', (request, response) => response.html(PAGE));
  app.get('/healthz', (request, response) => response.text('ok\n'));
  app.get('/readyz', answerReady);
  app.get('/metrics', (request, response) => metrics.answer(response));
  app.handle('*', '/echo', () => new BodyEcho());
  app.webSocket('/ws/echo', (request) => new MessageEcho());
  if (app.serve(listeners) == null) return EXIT_FAILURE;
  if (!startAdmin('http', options, loop, metrics)) return EXIT_FAILURE;
  if (options.drainsAtInputEnd) loop.drainAtInputEnd();
  log('Server (http) running on port ' + ports + '...');
  app.run();
  return EXIT_OK;
}
