/** Facts about `modify`. */
import {
  EVENT_READ,
  EVENT_WRITE,
  KEY_ERROR,
  RUNTIME_ERROR,
  TcpStream,
  VALUE_ERROR,
  Selectable,
} from '../../../assembly';
import { subscribeDuration } from '../../../assembly/wasi';
import { PATIENCE_NS, fact, factEqual, first, make, second } from './facts';

/** Counts how often a backend asks it for pollables. */
class Probe extends Selectable {
  asked: i32 = 0;
  private isClosed: bool = false;

  get isOpen(): bool {
    return !this.isClosed;
  }

  subscribeRead(): i32 {
    this.asked++;
    return subscribeDuration(PATIENCE_NS);
  }

  subscribeWrite(): i32 {
    this.asked++;
    return subscribeDuration(PATIENCE_NS);
  }

  close(): void {
    this.aboutToClose();
    this.isClosed = true;
  }
}

/** What changing a registration does. */
export function modifying(stream: TcpStream, other: TcpStream): void {
  const selector = make();
  const key = selector.register(stream, EVENT_READ, first);
  const both = selector.modify(stream, EVENT_READ | EVENT_WRITE, first);
  fact(
    'modify: changed events give a new key, which getKey gives too',
    both != null && both !== key && both.events == 3 && selector.getKey(stream) === both && !key!.registered,
  );
  const data = selector.modify(stream, EVENT_READ | EVENT_WRITE, second);
  fact(
    'modify: changed data keep the events and the token',
    data != null && data.data === second && data.events == 3 && data.token == key!.token,
  );
  fact(
    'modify: a change of nothing gives the same key',
    selector.modify(stream, EVENT_READ | EVENT_WRITE, second) === data,
  );
  fact(
    'modify: bad events are a ValueError and the registration is kept',
    selector.modify(stream, 8, first) == null &&
      selector.lastError == VALUE_ERROR &&
      selector.getKey(stream) === data,
  );
  fact(
    'modify: an unknown object is a KeyError',
    selector.modify(other, EVENT_READ, first) == null && selector.lastError == KEY_ERROR,
  );
  selector.modify(stream, EVENT_READ, second);
  factEqual('modify: what is no longer of interest is not reported', selector.select(0).length, 0);
  selector.close();
}

/** When and how often the backend is asked to change what it watches. */
export function watching(): void {
  const selector = make();
  const probe = new Probe();
  selector.register(probe, EVENT_READ, first);
  factEqual('modify: the backend watches what was registered', probe.asked, 1);
  selector.modify(probe, EVENT_READ, second);
  factEqual('modify: changed data touch no registration of the backend', probe.asked, 1);
  selector.modify(probe, EVENT_READ | EVENT_WRITE, second);
  factEqual('modify: changed events touch what changed, no more', probe.asked, 2);
  probe.close();
  const kept = selector.modify(probe, EVENT_READ | EVENT_WRITE, first);
  fact(
    'modify: data of what is closed can be changed',
    kept != null && kept.data === first && kept.registered,
  );
  fact(
    'modify: other events of what is closed are a RuntimeError, from the backend',
    selector.modify(probe, EVENT_READ, first) == null && selector.lastError == RUNTIME_ERROR,
  );
  fact(
    'modify: what failed in the backend is unregistered',
    selector.getMap().size == 0 && !kept!.registered && selector.getKey(probe) == null && probe.asked == 2,
  );
  selector.close();
}
