/** The HTTP server that is measured: a page of 13 bytes, bodies and messages given back as they come, and the files of a folder. */
import {
  Bytes,
  EXIT_FAILURE,
  EXIT_OK,
  EventLoop,
  FolderSource,
  HttpServer,
  RequestHandler,
  TcpListener,
  WebSocketHandler,
  WebSocketMessage,
  log,
  openListeners,
  portsOf,
  readOptions,
} from '../../../assembly';
import { HTTP_HELP, HttpServerOptions } from '../../../assembly/cli/http-server-options';
import { Folder } from '../../../assembly/files';

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

class MessageEcho extends WebSocketHandler {
  onMessage(message: WebSocketMessage): void {
    this.socket.sendMessage(message);
  }
}

export function run(): i32 {
  const options = readOptions<HttpServerOptions>(
    new HttpServerOptions(),
    'http',
    'is measured',
    0,
    HTTP_HELP,
  );
  const folder = Folder.open(options.root);
  if (folder == null) return EXIT_FAILURE;
  const listeners = openListeners('http', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const ports = portsOf<TcpListener>(listeners);
  const app = new HttpServer(options.http, new EventLoop(options.loop));
  app.get('/', (request, response) => response.text('Hello, world!'));
  app.handle('POST', '/echo', () => new BodyEcho());
  app.webSocket('/ws', (request) => new MessageEcho());
  app.files('/*', new FolderSource(folder));
  if (app.serve(listeners) == null) return EXIT_FAILURE;
  log('Server (http) running on port ' + ports + '...');
  app.run();
  return EXIT_OK;
}
