import { Bytes, Selectable } from '../net';
import { DefaultSelector, FOREVER, ReadyList, Selector } from '../selectors';
import { nowNs } from '../wasi';
import { Counters } from './counters';
import { Histogram } from './histogram';
import { Timers } from './timers';

/** What the selector keeps with each object: who is called when the object is ready. */
export interface Channel {
  /** Called when `object` is ready for what `mask` says; that may be out of date, so WOULD_BLOCK is no surprise. */
  handle(object: Selectable, mask: i32): void;
}

/** Waits for readiness and for time, and calls who is concerned. All parts of a loop share it. */
export class Reactor {
  /** The time at which this turn began or `select` returned, in nanoseconds of the host's clock. */
  nowNs: i64 = 0;
  /** Whether a part of the loop asks for a drain. */
  isDrainRequested: bool = false;
  /** What the loop has done so far. */
  readonly counters: Counters = new Counters();
  /** How long turns took, without their waiting. */
  readonly turnTimes: Histogram = new Histogram();
  /** Waits for objects. */
  readonly selector: Selector<Channel> = new DefaultSelector<Channel>();
  /** The scheduled tasks. */
  readonly timers: Timers = new Timers();
  /** Receives what arrives, and keeps it until something else arrives. */
  readonly buffer: StaticArray<u8> = new StaticArray<u8>(65536);
  /** What was received, as handlers see it. */
  readonly data: Bytes = new Bytes(this.buffer, 0, 0);

  /** When waiting ended last. */
  private wokenNs: i64 = 0;

  /** Runs the tasks that are due. */
  runTimers(): void {
    this.nowNs = nowNs();
    this.timers.run(this.nowNs);
  }

  /** Waits until an object is ready or a task is due, `limitNs` at most. */
  select(limitNs: i64): ReadyList<Channel> {
    const timers = this.timers;
    const waitNs = timers.length == 0 ? FOREVER : max(timers.nextNs - this.nowNs, 0);
    if (this.counters.turns > 0) this.turnTimes.record(nowNs() - this.wokenNs);
    const ready = this.selector.select(min(waitNs, limitNs));
    this.nowNs = this.wokenNs = nowNs();
    this.counters.turns++;
    return ready;
  }

  /** Registers an object for `events`, where it was registered for `before`; 0: for none. */
  watch(object: Selectable, before: i32, events: i32, channel: Channel): void {
    const selector = this.selector;
    if (events == before) return;
    if (before == 0) selector.register(object, events, channel);
    else if (events == 0) selector.unregister(object);
    else selector.modify(object, events, channel);
  }

  /** Gives each ready object its turn, within its budget; an object that an earlier one has unregistered is passed over. */
  dispatch(ready: ReadyList<Channel>): void {
    for (let i = 0; i < ready.length; i++) {
      const key = ready.key(i);
      if (key.registered) key.data.handle(key.object, ready.mask(i));
    }
  }

  /** Gives a part of the buffer that was just filled, until the next. */
  received(bytes: i32): Bytes {
    this.data.set(this.buffer, 0, bytes);
    return this.data;
  }
}
