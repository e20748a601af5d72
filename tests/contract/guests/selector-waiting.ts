/** The facts about `select`. */
import { EVENT_READ, EVENT_WRITE, NO_ERROR, RUNTIME_ERROR, TcpStream, WOULD_BLOCK } from '../../../assembly';
import { nowNs } from '../../../assembly/wasi';
import { MILLISECOND_NS, Pair, fact, factEqual, first, listen, make, second, sendAll } from './facts';

const buffer = new StaticArray<u8>(1024);

/** Waiting, and what it reports. */
function reporting(): void {
  const quiet = Pair.make();
  const busy = Pair.make();
  const silent = quiet.near;
  const talker = busy.near;
  const selector = make();
  fact(
    'select: of nothing, without waiting, gives nothing',
    selector.select(0).length == 0 && selector.lastError == NO_ERROR,
  );
  let start = nowNs();
  selector.select(20 * MILLISECOND_NS);
  fact('select: of nothing waits its time', nowNs() - start >= 20 * MILLISECOND_NS);
  fact(
    'select: of nothing, for ever, is a RuntimeError',
    selector.select().length == 0 && selector.lastError == RUNTIME_ERROR,
  );
  selector.register(silent, EVENT_READ, first);
  fact(
    'select: an idle reader is not ready',
    selector.select(0).length == 0 && selector.lastError == NO_ERROR,
  );
  factEqual('select: a negative time does not wait', selector.select(-1).length, 0);
  start = nowNs();
  const isEmpty = selector.select(30 * MILLISECOND_NS).length == 0;
  fact(
    'select: waits for an idle reader, and is never early',
    isEmpty && nowNs() - start >= 30 * MILLISECOND_NS,
  );
  const writer = selector.register(busy.far, EVENT_WRITE, second);
  const ready = selector.select();
  fact(
    'select: an idle reader and a writable writer give the writer alone',
    ready.length == 1 && ready.key(0) === writer && ready.mask(0) == EVENT_WRITE,
  );
  factEqual('select: a writable writer is reported without waiting', selector.select(0).length, 1);
  factEqual('select: and with a negative time', selector.select(-1).length, 1);
  selector.unregister(busy.far);
  selector.register(talker, EVENT_READ, first);
  sendAll(busy.far, buffer, 5);
  factEqual('select: what arrived makes a reader ready', selector.select().length, 1);
  factEqual('select: is level-triggered: it says so again until that is read', selector.select().length, 1);
  selector.modify(talker, EVENT_READ | EVENT_WRITE, first);
  const both = selector.select();
  fact('select: ready for both is one entry', both.length == 1 && both.mask(0) == (EVENT_READ | EVENT_WRITE));
  selector.modify(talker, EVENT_READ, first);
  while (talker.recv(buffer) != WOULD_BLOCK);
  factEqual('select: what was read is no longer reported', selector.select(0).length, 0);
  sendAll(busy.far, buffer, 1);
  selector.select();
  talker.recv(buffer);
  factEqual(
    'select: what was read since it was reported is WOULD_BLOCK, which is no end',
    talker.recv(buffer),
    WOULD_BLOCK,
  );
  selector.close();
  quiet.close();
  busy.close();
}

/** What `select` returns stays what it was, whatever a callback does. */
function dispatching(): void {
  const one = Pair.make();
  const other = Pair.make();
  const selector = make();
  selector.register(one.near, EVENT_WRITE, first);
  selector.register(other.near, EVENT_WRITE, second);
  let ready = selector.select();
  while (ready.length < 2) ready = selector.select();
  const stale = ready.key(1);
  selector.unregister(ready.key(0).object);
  selector.unregister(stale.object);
  fact(
    'dispatch: what is unregistered meanwhile stays in the list',
    ready.length == 2 && ready.key(1) === stale,
  );
  fact('dispatch: but is known to be out of date', !stale.registered && !ready.key(0).registered);
  selector.close();
  one.close();
  other.close();
}

/** What it must report of a listener. */
function listening(): void {
  const listener = listen();
  const selector = make();
  selector.register(listener, EVENT_READ | EVENT_WRITE, first);
  factEqual(
    'select: a listener without a client is not ready, not even to write',
    selector.select(10 * MILLISECOND_NS).length,
    0,
  );
  const client = TcpStream.connect(listener.localAddress);
  const ready = selector.select();
  fact('select: a listener with a client is ready to read', ready.length == 1 && ready.mask(0) == EVENT_READ);
  const server = listener.accept();
  fact('select: which can be accepted', server != null);
  if (server != null) server.close();
  client.close();
  selector.close();
  listener.close();
}

/** All of it. */
export function waiting(): void {
  reporting();
  dispatching();
  listening();
}
