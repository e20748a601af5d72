/**
 * The blocking echo server, for contrast: it serves one client until that one leaves, and the others wait.
 */
import { EXIT_FAILURE, EXIT_OK, log, openListeners, portsOf, readCommandLine } from '../cli';
import { Acceptor, ConnectionQuota } from '../loop';
import { TcpListener, TcpStream, describe } from '../net';
import { DefaultSelector } from '../selectors';

const buffer = new StaticArray<u8>(65536);

/** Echoes until the client leaves; every call in here waits. Returns 0 or why the connection failed. */
function serve(stream: TcpStream): i32 {
  let bytes = stream.recvBlocking(buffer);
  while (bytes > 0) {
    const failed = stream.sendAllBlocking(buffer, bytes);
    if (failed != 0) return failed;
    bytes = stream.recvBlocking(buffer);
  }
  return bytes;
}

export function run(): i32 {
  const options = readCommandLine('blocking-echo', 'echoes to one client at a time; the others wait', 9000);
  const listeners = openListeners('blocking-echo', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const selector = new DefaultSelector<i32>(); // only to wait at two doors, 127.0.0.1 and ::1, at once
  // One more than the limit: it serves one at a time anyway, and never has to stop accepting.
  const acceptor = new Acceptor<i32>(
    selector,
    listeners,
    new ConnectionQuota(options.maxConnections + 1),
    0,
    log,
  );
  log('Server (blocking) on port ' + portsOf<TcpListener>(listeners) + '...');
  while (selector.getMap().size > 0 || acceptor.isPaused) {
    const ready = selector.select(acceptor.waitNs);
    for (let i = 0; i < ready.length; i++) {
      const stream = acceptor.accept(ready.key(i).object as TcpListener);
      if (stream == null) continue;
      const address = stream.remoteAddress.toString();
      if (!options.quiet) log('Client connected: ' + address);
      const failed = serve(stream);
      stream.close();
      acceptor.clientLeft();
      const reason = failed == 0 ? '' : ' (' + describe(failed) + ')';
      if (!options.quiet) log('Client disconnected: ' + address + reason);
    }
    acceptor.turn();
  }
  return EXIT_OK;
}
