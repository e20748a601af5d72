/**
 * The blocking echo server, for contrast: it serves one client until that one leaves, and the others wait.
 */
import { EXIT_FAILURE, EXIT_OK, log, openListeners, portsOf, readCommandLine, refuse } from '../cli';
import { TcpListener, TcpStream, describe } from '../net';
import { Acceptor, ConnectionQuota, DefaultSelector } from '../selectors';

const buffer = new StaticArray<u8>(65536);

/** Echoes until the client leaves. Returns END_OF_STREAM, or why the connection failed. */
function echo(stream: TcpStream): i32 {
  while (true) {
    const bytes = stream.recvBlocking(buffer);
    if (bytes <= 0) return bytes;
    const failed = stream.sendAllBlocking(buffer, bytes);
    if (failed != 0) return failed;
  }
}

export function run(): i32 {
  const options = readCommandLine('blocking-echo', 'echoes to one client at a time; the others wait', 9000);
  if (options.admin != null)
    refuse(
      'blocking-echo',
      '--admin: this server waits for one client at a time, and could not answer there meanwhile; the others can',
    );
  const listeners = openListeners('blocking-echo', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  const selector = new DefaultSelector<i32>(); // only to wait at 127.0.0.1 and ::1 at once
  const acceptor = new Acceptor<i32>(selector, listeners, new ConnectionQuota(1), 0, log);
  log('Server (blocking) on port ' + portsOf<TcpListener>(listeners) + '...');
  while (true) {
    const stream = acceptor.acceptBlocking();
    if (stream == null) return EXIT_OK; // the host has stopped listening
    const address = stream.remoteAddress.toString();
    if (!options.quiet) log('Client connected: ' + address);
    const failed = echo(stream);
    stream.close();
    acceptor.clientLeft();
    const reason = failed == 0 ? '' : ' (' + describe(failed) + ')';
    if (!options.quiet) log('Client disconnected: ' + address + reason);
  }
}
