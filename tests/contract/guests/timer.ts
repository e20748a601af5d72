/** Facts about timers. */
import { EVENT_READ, EVENT_WRITE, FOREVER, RUNTIME_ERROR, Timer, VALUE_ERROR } from '../../../assembly';
import { nowNs, wallSeconds } from '../../../assembly/wasi';
import { MILLISECOND_NS, PATIENCE_NS, fact, factEqual, first, make } from './facts';

/** When this was written, and long after. */
const YEAR_2026: i64 = 1_767_225_600;
const YEAR_2200: i64 = 7_258_118_400;

/** All of it. */
export function timing(): void {
  const seconds = wallSeconds();
  fact('clock: the time of day counts seconds since 1970', seconds > YEAR_2026 && seconds < YEAR_2200);
  const selector = make();
  const timer = new Timer();
  selector.register(timer, EVENT_READ, first);
  fact('timer: not armed, it is not due and not ready', !timer.isDue && selector.select(0).length == 0);
  fact(
    'timer: not armed, to wait for it for ever is a RuntimeError',
    selector.select(FOREVER).length == 0 && selector.lastError == RUNTIME_ERROR,
  );
  let start = nowNs();
  timer.arm(20 * MILLISECOND_NS);
  fact('timer: armed, it is not ready at once', selector.select(0).length == 0 && !timer.isDue);
  const ready = selector.select();
  fact(
    'timer: is ready for READ after its time, never early',
    ready.length == 1 && ready.mask(0) == EVENT_READ && nowNs() - start >= 20 * MILLISECOND_NS && timer.isDue,
  );
  factEqual('timer: is level-triggered', selector.select().length, 1);
  start = nowNs();
  timer.arm(30 * MILLISECOND_NS);
  fact('timer: armed again, it is not due', !timer.isDue && selector.select(0).length == 0);
  fact(
    'timer: armed again, it is ready after the new time',
    selector.select().length == 1 && nowNs() - start >= 30 * MILLISECOND_NS,
  );
  timer.disarm();
  fact('timer: disarmed, it is not due and not ready', !timer.isDue && selector.select(0).length == 0);
  timer.arm(PATIENCE_NS);
  timer.arm(0);
  fact('timer: armed with 0, it is due at once', timer.isDue && selector.select(PATIENCE_NS).length == 1);
  timer.arm(-1);
  fact('timer: armed with less, it is due at once', timer.isDue && selector.select(PATIENCE_NS).length == 1);
  timer.arm(FOREVER);
  fact('timer: armed with the longest time, it is not due', !timer.isDue && selector.select(0).length == 0);
  selector.modify(timer, EVENT_WRITE, first);
  timer.arm(0);
  factEqual('timer: is never ready for WRITE', selector.select(0).length, 0);
  selector.modify(timer, EVENT_READ, first);
  const early = new Timer();
  early.arm(5 * MILLISECOND_NS);
  timer.arm(PATIENCE_NS);
  selector.register(early, EVENT_READ, first);
  const one = selector.select();
  fact('timer: armed before it is registered, it is ready', one.length == 1 && one.key(0).object === early);
  selector.unregister(early);
  early.close();
  fact(
    'timer: closed, it can not be registered',
    selector.register(early, EVENT_READ, first) == null && selector.lastError == VALUE_ERROR,
  );
  early.arm(0);
  fact('timer: closed, it is never due', !early.isDue && !early.isOpen);
  timer.close();
  factEqual('timer: closed while registered, it is never ready', selector.select(0).length, 0);
  timer.close();
  selector.close();
}
