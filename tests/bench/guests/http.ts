/** The HTTP server that is measured: a page of 13 bytes, and bodies given back as they come. */
import {
  Bytes,
  EXIT_FAILURE,
  EXIT_OK,
  EventLoop,
  HttpOptions,
  HttpServer,
  RequestHandler,
  TcpListener,
  log,
  openListeners,
  portsOf,
  readLoopCommandLine,
} from '../../../assembly';

class BodyEcho extends RequestHandler {
  onRequest(): void {
    this.response.type(this.request.header('content-type'));
    this.response.contentLength(this.request.contentLength);
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

export function run(): i32 {
  const options = readLoopCommandLine('http', 'is measured', 0);
  const listeners = openListeners('http', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const ports = portsOf<TcpListener>(listeners);
  const app = new HttpServer(new HttpOptions(), new EventLoop(options.loop));
  app.get('/', (request, response) => response.text('Hello, world!'));
  app.handle('POST', '/echo', () => new BodyEcho());
  if (app.serve(listeners) == null) return EXIT_FAILURE;
  log('Server (http) running on port ' + ports + '...');
  app.run();
  return EXIT_OK;
}
