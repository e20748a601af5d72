/** The facts about `select`. */
import {
  EVENT_READ,
  EVENT_WRITE,
  NO_ERROR,
  RUNTIME_ERROR,
  TcpListener,
  TcpStream,
  WOULD_BLOCK,
} from '../../../assembly';
import { nowNs } from '../../../assembly/wasi/monotonic-clock';
import { fact, first, make, second } from './facts';

const MILLISECOND_NS: i64 = 1_000_000;
const buffer = new StaticArray<u8>(1024);

/** What `select` must do: waiting, and what it reports. */
export function waiting(silent: TcpStream, talker: TcpStream, leaver: TcpStream): void {
  const selector = make();
  fact(
    'select: of nothing, without waiting, gives nothing',
    selector.select(0).length == 0 && selector.error == NO_ERROR,
  );
  let start = nowNs();
  selector.select(20 * MILLISECOND_NS);
  fact('select: of nothing waits its time', nowNs() - start >= 20 * MILLISECOND_NS);
  fact(
    'select: of nothing, for ever, is a RuntimeError',
    selector.select().length == 0 && selector.error == RUNTIME_ERROR,
  );
  selector.register(silent, EVENT_READ, first);
  fact('select: an idle reader is not ready', selector.select(0).length == 0 && selector.error == NO_ERROR);
  fact('select: a negative time does not wait', selector.select(-1).length == 0);
  start = nowNs();
  const isEmpty = selector.select(30 * MILLISECOND_NS).length == 0;
  fact(
    'select: waits for an idle reader, and is never early',
    isEmpty && nowNs() - start >= 30 * MILLISECOND_NS,
  );
  const writer = selector.register(leaver, EVENT_WRITE, second);
  const ready = selector.select();
  fact(
    'select: an idle reader and a writable writer give the writer alone',
    ready.length == 1 && ready.key(0) === writer && ready.mask(0) == EVENT_WRITE,
  );
  selector.unregister(leaver);
  selector.register(talker, EVENT_READ, first);
  fact('select: what arrived makes a reader ready', selector.select().length == 1);
  fact('select: is level-triggered: it says so again until that is read', selector.select().length == 1);
  selector.modify(talker, EVENT_READ | EVENT_WRITE, first);
  const both = selector.select();
  fact('select: ready for both is one entry', both.length == 1 && both.mask(0) == (EVENT_READ | EVENT_WRITE));
  selector.modify(talker, EVENT_READ, first);
  while (talker.recv(buffer) != WOULD_BLOCK);
  fact('select: what was read is no longer reported', selector.select(0).length == 0);
  selector.register(leaver, EVENT_READ, second);
  while (leaver.recv(buffer) != 0) selector.select();
  const gone = selector.select();
  fact(
    'select: a peer that left is reported to a reader',
    gone.length == 1 && gone.key(0).object === leaver && gone.mask(0) == EVENT_READ,
  );
  const stale = gone.key(0);
  selector.unregister(leaver);
  fact(
    'select: an event of what was unregistered meanwhile is known to be out of date',
    gone.length == 1 && !stale.registered,
  );
  selector.close();
}

/** What it must report of a listener. */
export function listening(listener: TcpListener): void {
  const selector = make();
  selector.register(listener, EVENT_READ | EVENT_WRITE, first);
  fact(
    'select: a listener without a client is not ready, not even to write',
    selector.select(10 * MILLISECOND_NS).length == 0,
  );
  selector.close();
}
