/** Facts about peers that leave, reset or read slowly. */
import {
  CONNECTION_BROKEN,
  CONNECTION_RESET,
  END_OF_STREAM,
  EVENT_READ,
  EVENT_WRITE,
  RECEIVE_BUFFER_BYTES,
  SEND_BUFFER_BYTES,
  TcpStream,
  WOULD_BLOCK,
} from '../../../assembly';
import {
  MILLISECOND_NS,
  PATIENCE_NS,
  Pair,
  fact,
  factEqual,
  first,
  listen,
  make,
  sendAll,
  waitFor,
} from './facts';

const MANY_BYTES: i32 = 4 << 20;
const buffer = new StaticArray<u8>(65536);

/** Reads what is there, then the end or the failure. */
function lastOf(stream: TcpStream): i32 {
  let bytes = stream.recv(buffer);
  while (bytes > 0 || (bytes == WOULD_BLOCK && waitFor(stream, EVENT_READ) != 0)) bytes = stream.recv(buffer);
  return bytes;
}

/** Sends until the host takes no more. */
function fill(stream: TcpStream): void {
  const selector = make();
  selector.register(stream, EVENT_WRITE, first);
  while (selector.select(500 * MILLISECOND_NS).length > 0) while (stream.send(buffer, buffer.length) > 0);
  selector.close();
}

/**
 * Makes a pair whose far end then closes by a reset: it leaves bytes unread. Hosts may end their stream before, which the near end
 * would read first; here the end can't overtake bytes that the near end has no room for.
 */
function makeReset(): Pair {
  const listener = listen();
  listener.setOption(RECEIVE_BUFFER_BYTES, 4096);
  const pair = new Pair(listener);
  listener.close();
  pair.far.setOption(SEND_BUFFER_BYTES, 2 * buffer.length);
  sendAll(pair.far, buffer, buffer.length);
  sendAll(pair.near, buffer, buffer.length); // more than a host reads ahead
  waitFor(pair.far, EVENT_READ);
  pair.far.close();
  return pair;
}

function leaving(): void {
  const pair = Pair.make();
  sendAll(pair.far, buffer, 3);
  pair.far.close();
  const mask = waitFor(pair.near, EVENT_READ);
  factEqual('leaving: a peer that left is reported to a reader', mask, EVENT_READ);
  factEqual('leaving: its last bytes come before the end', pair.near.recv(buffer), 3);
  factEqual('leaving: then the end', lastOf(pair.near), END_OF_STREAM);
  factEqual('leaving: which stays reported', waitFor(pair.near, EVENT_READ), EVENT_READ);
  pair.close();
}

function resetting(): void {
  const reader = makeReset();
  factEqual('reset: is reported to a reader', waitFor(reader.near, EVENT_READ), EVENT_READ);
  const last = lastOf(reader.near);
  fact('reset: is a failure, no end of stream', last == CONNECTION_BROKEN || last == CONNECTION_RESET);
  reader.close();
  const writer = Pair.make();
  fill(writer.near);
  const selector = make();
  selector.register(writer.near, EVENT_WRITE, first);
  factEqual('reset: a writer whose peer does not read is not ready', selector.select(0).length, 0);
  writer.far.close();
  const ready = selector.select(PATIENCE_NS);
  fact('reset: is reported to a writer', ready.length == 1 && ready.mask(0) == EVENT_WRITE);
  let taken = writer.near.send(buffer, 1);
  while (taken == WOULD_BLOCK && selector.select(PATIENCE_NS).length > 0) taken = writer.near.send(buffer, 1);
  factEqual('reset: sending says so', taken, CONNECTION_BROKEN);
  selector.close();
  writer.close();
  const steady = Pair.make();
  const lost = makeReset();
  fact(
    'reset: of one leaves the others alone',
    sendAll(steady.far, buffer, 7) == 7 && waitFor(steady.near, EVENT_READ) != 0,
  );
  lost.close();
  steady.close();
}

/** What a naive `sendall` on a non-blocking socket loses: bytes to a peer that reads slowly. */
function sendingMuch(): void {
  const pair = Pair.make();
  const selector = make();
  selector.register(pair.near, EVENT_WRITE, first);
  selector.register(pair.far, EVENT_READ, first);
  const small = new StaticArray<u8>(8191);
  let sent = 0;
  let received = 0;
  let isIntact = true;
  while (received < MANY_BYTES) {
    const ready = selector.select(PATIENCE_NS);
    if (ready.length == 0) break;
    for (let i = 0; i < ready.length; i++) {
      if (ready.mask(i) == EVENT_WRITE) {
        const part = min(MANY_BYTES - sent, buffer.length);
        for (let at = 0; at < part; at++) buffer[at] = <u8>((sent + at) % 251);
        const taken = pair.near.send(buffer, part);
        if (taken > 0) sent += taken;
        if (sent == MANY_BYTES) selector.unregister(pair.near);
      } else {
        const bytes = pair.far.recv(small);
        for (let at = 0; at < bytes; at++) if (small[at] != <u8>((received + at) % 251)) isIntact = false;
        if (bytes > 0) received += bytes;
      }
    }
  }
  fact('sending: 4 MiB to a peer that reads slowly all arrive', sent == MANY_BYTES && received == MANY_BYTES);
  fact('sending: and in order', isIntact);
  selector.close();
  pair.close();
}

/** All of it. */
export function losing(): void {
  leaving();
  resetting();
  sendingMuch();
}
