/** A WebSocket echo without the rest of HTTP: any request that is a handshake gets a WebSocket, whatever its path. */
import {
  Bytes,
  ConnectionHandler,
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
  Handshake,
  WebSocketConnection,
  WebSocketHandler,
  WebSocketMessage,
  WebSocketOptions,
} from '../../../assembly/http/websocket';

/** The longest message of the performance cases has 16 MiB. */
const MAX_MESSAGE_BYTES: i32 = 17 << 20;

let loop!: EventLoop;
const webSocketOptions = new WebSocketOptions();

class Echo extends WebSocketHandler {
  onMessage(message: WebSocketMessage): void {
    this.socket.sendMessage(message);
  }
}

/** Waits for a request, which may have been cut, and answers it. */
class HandshakeHandler extends ConnectionHandler {
  private head: string = '';

  onData(data: Bytes): void {
    this.head += data.toString();
    if (!this.head.includes('\r\n\r\n')) return;
    const request = new Handshake();
    request.method = 'GET';
    request.upgrade = this.field('upgrade');
    request.connection = this.field('connection');
    request.key = this.field('sec-websocket-key');
    request.version = this.field('sec-websocket-version');
    const connection = this.connection;
    if (request.check(webSocketOptions) != 101) return connection.abort();
    connection.writeText(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ' +
        request.acceptKey +
        '\r\n\r\n',
    );
    const handler = new WebSocketConnection(loop, connection, new Echo(), '', webSocketOptions);
    connection.handler = handler;
    handler.onOpen();
  }

  private field(name: string): string {
    const lines = this.head.split('\r\n');
    for (let i = 1; i < lines.length; i++)
      if (lines[i].toLowerCase().startsWith(name + ':')) return lines[i].substring(name.length + 1).trim();
    return '';
  }
}

export function run(): i32 {
  const options = readLoopCommandLine('web-socket-echo', 'echoes messages', 0);
  const listeners = openListeners('web-socket-echo', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  webSocketOptions.maxMessageBytes = MAX_MESSAGE_BYTES;
  webSocketOptions.heldBytes = 2 * MAX_MESSAGE_BYTES;
  options.accept.connection.limitBytes = 2 * MAX_MESSAGE_BYTES;
  const loopOptions = options.loop;
  loopOptions.limitBytes = 2 * MAX_MESSAGE_BYTES;
  loop = new EventLoop(loopOptions);
  loop.serve(listeners, () => new HandshakeHandler(), options.accept);
  log('Server (WebSocket) running on port ' + portsOf<TcpListener>(listeners) + '...');
  loop.run();
  return EXIT_OK;
}
