/** The floor of an HTTP server on the event loop: a fixed answer for each empty line that arrives. Nothing is parsed. */
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

const CR: u8 = 13;
const LF: u8 = 10;
const ANSWER = Bytes.of(
  'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n' +
    'Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\nHello, world!',
);

/** Requests are taken to arrive whole, as they do from the load generator. */
class Answerer extends ConnectionHandler {
  onData(data: Bytes): void {
    const buffer = data.buffer;
    const end = data.start + data.length;
    for (let i = data.start + 3; i < end; i++) {
      if (buffer[i] != LF || buffer[i - 2] != LF || buffer[i - 1] != CR || buffer[i - 3] != CR) continue;
      this.connection.write(ANSWER);
    }
  }
}

export function run(): i32 {
  const options = readLoopCommandLine('http-floor', 'answers each empty line', 0);
  const listeners = openListeners('http-floor', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const loop = new EventLoop(options.loop);
  loop.serve(listeners, () => new Answerer(), options.accept);
  log('Server (floor) running on port ' + portsOf<TcpListener>(listeners) + '...');
  loop.run();
  return EXIT_OK;
}
