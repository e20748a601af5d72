/**
 * The multiplexed echo server: one thread and one selector serve every client.
 *
 * It is the example of Python's `selectors` documentation (`accept` and `read` are callbacks kept in the key's data), with what
 * that one leaves out: it takes no more from a client than it can send back, so a client that does not read only holds up itself.
 */
import { EXIT_FAILURE, EXIT_OK, log, openListeners, portsOf, readTcpCommandLine, refuse } from '../cli';
import { END_OF_STREAM, Selectable, TcpListener, TcpStream, WOULD_BLOCK, describe } from '../net';
import {
  Acceptor,
  ConnectionQuota,
  DefaultSelector,
  EVENT_READ,
  EVENT_WRITE,
  SelectorKey,
} from '../selectors';

type Callback = (object: Selectable, mask: i32) => void;

const selector = new DefaultSelector<Callback>();
const buffer = new StaticArray<u8>(65536);
let acceptor!: Acceptor<Callback>;
let quiet = false;

function accept(object: Selectable, mask: i32): void {
  for (let stream = acceptor.accept(object); stream != null; stream = acceptor.accept(object)) {
    if (!quiet) log('Client connected: ' + stream.remoteAddress.toString());
    selector.register(stream, EVENT_READ, read);
  }
  if (acceptor.isDraining) selector.getMap().forEach(drain);
}

function read(object: Selectable, mask: i32): void {
  const stream = object as TcpStream;
  const bytes = echo(stream);
  if (bytes == WOULD_BLOCK) selector.modify(stream, stream.sendable() == 0 ? EVENT_WRITE : EVENT_READ, read);
  else if (bytes <= 0) disconnect(stream, bytes);
}

/** Sends back what has arrived, at most a buffer full; takes nothing while the client's last bytes are on their way to it. */
function echo(stream: TcpStream): i32 {
  const sendable = stream.sendable();
  if (sendable <= 0) return sendable == 0 ? WOULD_BLOCK : sendable;
  const bytes = stream.recv(buffer, sendable);
  return bytes > 0 ? stream.send(buffer, bytes) : bytes;
}

function disconnect(stream: TcpStream, outcome: i32): void {
  selector.unregister(stream);
  stream.close();
  acceptor.clientLeft();
  if (quiet) return;
  const reason = outcome == END_OF_STREAM ? '' : ' (' + describe(outcome) + ')';
  log('Client disconnected: ' + stream.remoteAddress.toString() + reason);
}

/** No more clients come: those who are connected get back what they have sent, then the end of the stream. */
function drain(key: SelectorKey<Callback>): void {
  if (key.data == read) selector.modify(key.object, EVENT_WRITE, finish);
}

function finish(object: Selectable, mask: i32): void {
  const stream = object as TcpStream;
  if (stream.sendable() == 0) return; // otherwise would-block would not mean that nothing more has arrived
  const bytes = echo(stream);
  if (bytes == WOULD_BLOCK && stream.sendable() > 0) {
    stream.shutdownSend();
    selector.modify(stream, EVENT_READ, discard);
  } else if (bytes <= 0 && bytes != WOULD_BLOCK) disconnect(stream, bytes);
}

function discard(object: Selectable, mask: i32): void {
  const stream = object as TcpStream;
  const bytes = stream.recv(buffer);
  if (bytes <= 0 && bytes != WOULD_BLOCK) disconnect(stream, bytes);
}

export function run(): i32 {
  const options = readTcpCommandLine('echo', 'sends every client back what it sends', 9001);
  if (options.admin != null)
    refuse('echo', '--admin: this server has no event loop; lines, udp-echo, http, proxy and chat have');
  const listeners = openListeners('echo', options.endpoints);
  if (listeners == null) return EXIT_FAILURE;
  quiet = options.quiet;
  acceptor = new Acceptor<Callback>(
    selector,
    listeners,
    new ConnectionQuota(options.maxConnections),
    accept,
    log,
    options.filter,
  );
  log('Server (multiplex) running on port ' + portsOf<TcpListener>(listeners) + '...');
  while (selector.getMap().size > 0 || acceptor.isPaused) {
    const ready = selector.select(acceptor.waitNs);
    for (let i = 0; i < ready.length; i++) {
      const key = ready.key(i);
      if (key.registered) key.data(key.object, ready.mask(i));
    }
    acceptor.turn();
  }
  return EXIT_OK;
}
