/** The echo server on the event loop: what its comfort costs beside the one on the selectors. */
import {
  Bytes,
  Connection,
  ConnectionHandler,
  EXIT_FAILURE,
  EXIT_OK,
  EventLoop,
  ServerHandler,
  TcpListener,
  log,
  openListeners,
  portsOf,
  readLoopCommandLine,
} from '../../../assembly';

class Echo extends ConnectionHandler {
  onData(connection: Connection, data: Bytes): void {
    connection.write(data);
  }
}

class EchoServer extends ServerHandler {
  private echo: Echo = new Echo();

  onAccept(connection: Connection): ConnectionHandler {
    return this.echo;
  }
}

export function run(): i32 {
  const options = readLoopCommandLine('loop-echo', 'echoes', 0);
  const listeners = openListeners('loop-echo', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const loop = new EventLoop(options.loop);
  loop.serve(listeners, new EchoServer(), options.accept);
  log('Server (loop) running on port ' + portsOf<TcpListener>(listeners) + '...');
  loop.run();
  return EXIT_OK;
}
