/** The echo server on the event loop: what its comfort costs beside the one on the selectors. */
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

class Echo extends ConnectionHandler {
  onData(data: Bytes): void {
    this.connection.write(data);
  }
}

export function run(): i32 {
  const options = readLoopCommandLine('loop-echo', 'echoes', 0);
  const listeners = openListeners('loop-echo', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const loop = new EventLoop(options.loop);
  loop.serve(listeners, () => new Echo(), options.accept);
  log('Server (loop) running on port ' + portsOf<TcpListener>(listeners) + '...');
  loop.run();
  return EXIT_OK;
}
