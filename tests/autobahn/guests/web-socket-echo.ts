/** The WebSocket echo of the shipped server, for messages of up to 16 MiB. */
import {
  EXIT_FAILURE,
  EXIT_OK,
  EventLoop,
  TcpListener,
  log,
  openListeners,
  portsOf,
  readLoopCommandLine,
} from '../../../assembly';
import {
  HttpOptions,
  HttpServer,
  WebSocketHandler,
  WebSocketMessage,
  WebSocketOptions,
} from '../../../assembly/http';

const MAX_MESSAGE_BYTES: i32 = 16 << 20;

class Echo extends WebSocketHandler {
  onMessage(message: WebSocketMessage): void {
    this.socket.sendMessage(message);
  }
}

export function run(): i32 {
  const options = readLoopCommandLine('web-socket-echo', 'echoes messages', 0);
  const listeners = openListeners('web-socket-echo', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const ports = portsOf<TcpListener>(listeners);
  const loopOptions = options.loop;
  const httpOptions = new HttpOptions();
  const webSocketOptions = new WebSocketOptions();
  webSocketOptions.maxMessageBytes = MAX_MESSAGE_BYTES;
  webSocketOptions.heldBytes = 2 * MAX_MESSAGE_BYTES;
  loopOptions.limitBytes = 2 * MAX_MESSAGE_BYTES;
  httpOptions.accept.connection.limitBytes = 2 * MAX_MESSAGE_BYTES;
  const app = new HttpServer(httpOptions, new EventLoop(loopOptions));
  app.webSocket('/ws/echo', (request) => new Echo(), webSocketOptions);
  if (app.serve(listeners) == null) return EXIT_FAILURE;
  log('Server (WebSocket) running on port ' + ports + '...');
  app.run();
  return EXIT_OK;
}
