/** What `select` must report of 1,000 clients at once: the host alone reports 128, and none when it has just done so. */
import {
  DefaultSelector,
  EVENT_READ,
  IPV4,
  SocketAddress,
  TcpListener,
  TcpStream,
  WOULD_BLOCK,
  log,
  portsOf,
} from '../../../assembly';
import { Data, fact, factEqual, first } from './facts';

const CLIENTS: i32 = 1000;
const MILLISECOND_NS: i64 = 1_000_000;
const buffer = new StaticArray<u8>(1024);

function accept(listener: TcpListener): TcpStream[] {
  const streams: TcpStream[] = [];
  const selector = new DefaultSelector<Data>();
  selector.register(listener, EVENT_READ, first);
  while (streams.length < CLIENTS) {
    selector.select();
    for (let stream = listener.accept(); stream != null; stream = listener.accept()) streams.push(stream);
  }
  selector.close();
  return streams;
}

/** Reads until there is nothing left. */
function drain(stream: TcpStream): void {
  while (stream.recv(buffer) != WOULD_BLOCK);
}

/** Whether each of ten calls reports `count`. */
function reports(selector: DefaultSelector<Data>, timeoutNs: i64, count: i32): bool {
  for (let i = 0; i < 10; i++) if (selector.select(timeoutNs).length != count) return false;
  return true;
}

function tryAll(streams: TcpStream[], latencyNs: i64, how: string): void {
  const selector = new DefaultSelector<Data>(latencyNs);
  for (let i = 0; i < CLIENTS; i++) selector.register(streams[i], EVENT_READ, first);
  while (selector.select().length < CLIENTS); // until every client's message has arrived
  fact(how + ': without waiting, all that are ready are reported, each time', reports(selector, 0, CLIENTS));
  drain(streams[0]);
  drain(streams[500]);
  fact(how + ': without waiting, none of those that were read', reports(selector, 0, CLIENTS - 2));
  for (let i = 0; i < CLIENTS; i++) if (i % 100 != 50) drain(streams[i]);
  fact(how + ': without waiting, a few ready ones among many quiet ones', reports(selector, 0, 10));
  fact(how + ': with a time limit too', reports(selector, MILLISECOND_NS, 10));
  for (let i = 50; i < CLIENTS; i += 100) drain(streams[i]);
  fact(how + ': nothing, when all was read', reports(selector, 0, 0));
  factEqual(how + ': nothing within a time limit either', selector.select(20 * MILLISECOND_NS).length, 0);
  selector.close();
}

export function run(): i32 {
  const listener = new TcpListener();
  if (listener.listen(SocketAddress.loopback(IPV4, 0)) != 0) return 1;
  log('on port ' + portsOf([listener]));
  const streams = accept(listener);
  tryAll(streams, 5 * MILLISECOND_NS, 'select with the quiet ones put off');
  for (let i = 0; i < CLIENTS; i++) streams[i].send(buffer, 5); // which the clients answer
  tryAll(streams, 0, 'select');
  return 0;
}
