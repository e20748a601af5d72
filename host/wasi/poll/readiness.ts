import type { Engine } from '../../engines/engine.ts';
import { NO_OBSERVER, type SocketObserver } from '../sockets/observer.ts';
import type { Pollable } from './pollable.ts';
import { PolledList } from './polled-list.ts';
import { TimerPollable, Timers } from './timers.ts';

const MAX_WAIT_MS = 2 ** 31 - 1;
/** How many calls of a guest that never has to wait may pass between two looks at the engine. */
const MAX_CALLS_WITHOUT_LOOK = 64;
/** Up to this length the ready list is not searched for dropped pollables. */
const MIN_READY_LIMIT = 1024;

/** How the waits of a guest are observed and timed. */
export interface ReadinessOptions {
  /** The guest's clock, in milliseconds since some fixed moment; the engine's waits must agree with it. */
  nowMs?: () => number;
  /** Told before each wait. */
  observer?: SocketObserver;
  /** Called after each wait, before the guest goes on. */
  afterWait?: () => void;
}

/**
 * The list of pollables that may be ready. With it the cost of a poll depends on how many are ready, not on how many are polled.
 *
 * A pollable stays in the list until it is found not to be ready: polls are level-triggered, while engines report changes only.
 */
export class Readiness {
  private ready: Pollable[] = [];
  private readonly timers: Timers;
  private found = new Int32Array(1024);
  /** The last list of each size, in powers of two: a guest may poll short and long lists in turn. */
  private readonly lists: PolledList[] = [];
  private polled = new PolledList();
  private callsWithoutLook = 0;
  /** At this length dropped pollables are removed. Polls remove them too, but a guest need not poll. */
  private maxReady = MIN_READY_LIMIT;

  /** The guest's clock, in milliseconds since some fixed moment. */
  readonly nowMs: () => number;
  private readonly observer: SocketObserver;
  private readonly afterWait: () => void;

  constructor(
    readonly engine: Engine,
    { nowMs = () => performance.now(), observer = NO_OBSERVER, afterWait = () => {} }: ReadinessOptions = {},
  ) {
    this.nowMs = nowMs;
    this.observer = observer;
    this.afterWait = afterWait;
    this.timers = new Timers(nowMs);
  }

  /** Adds a pollable to the ready list if it is ready. */
  queue(pollable: Pollable): void {
    if (pollable.queued || !pollable.isReady) return;
    pollable.queued = true;
    this.ready.push(pollable);
    if (this.ready.length > this.maxReady) this.forgetDropped();
  }

  /** Makes a pollable that is ready from `deadlineMs` on, by the guest's clock. */
  subscribeTimer(deadlineMs: number): Pollable {
    const timer = new TimerPollable(deadlineMs, this.timers);
    if (timer.isReady) this.queue(timer);
    else this.timers.add(timer);
    return timer;
  }

  /** Calls `act` in the first wait that ends after so many milliseconds, unless the timer that it returns is dropped before. */
  after(milliseconds: number, act: () => void): TimerPollable {
    const timer = new TimerPollable(this.nowMs() + milliseconds, this.timers, act);
    this.timers.add(timer);
    return timer;
  }

  /** Begins a poll of a list; returns how long to wait before `collect`, in milliseconds. `check`: see PolledList. */
  beginPoll(words: Int32Array, start: number, count: number, check = (_handle: number): void => {}): number {
    if (this.found.length < count) this.found = new Int32Array(2 * count);
    this.polled = this.lists[31 - Math.clz32(count)] ??= new PolledList();
    this.polled.update(words, start, count, check);
    return this.forgetUnready(this.polled) ? 0 : this.waitMs();
  }

  /** Gives the indexes of the ready pollables in the list whose poll began last. They are valid until the next call. */
  collect(): Int32Array {
    let found = 0;
    for (const pollable of this.ready) found = this.polled.collect(pollable.handle, this.found, found);
    return this.found.subarray(0, found);
  }

  /** Call this when the guest has dropped a pollable. */
  dropped(handle: number): void {
    for (const list of this.lists) list?.drop(handle);
  }

  /** Waits for something other than a pollable, with at least one look: a guest that never has to wait must be able to be stopped. */
  *waitFor(awaited: { readonly isReady: boolean }): Generator<number, void> {
    yield 0;
    while (!awaited.isReady) yield this.waitMs();
  }

  /** Runs a generator to its end, on an engine whose waits block. */
  finish<Result>(steps: Generator<number, Result>): Result {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      void this.look(value);
    }
  }

  /** Polls until something is ready, on an engine whose waits block; returns the same as `collect`. */
  poll(...list: Parameters<Readiness['beginPoll']>): Int32Array {
    let waitMs = this.beginPoll(...list);
    for (;;) {
      void this.look(waitMs);
      const found = this.collect();
      if (found.length > 0) return found;
      waitMs = this.waitMs();
    }
  }

  /** Whether a pollable is ready, on an engine whose waits block. */
  test(pollable: Pollable): boolean {
    if (!pollable.isReady) void this.look(0);
    return pollable.isReady;
  }

  /** Waits for one pollable, on an engine whose waits block. */
  block(pollable: Pollable): void {
    this.poll(Int32Array.of(pollable.handle), 0, 1);
  }

  /** Looks for readiness and due timers, waiting at most `waitMs`; -1: for ever. */
  look(waitMs: number): Promise<void> | void {
    this.observer.beforeWait();
    const waiting = this.engine.wait(waitMs);
    return waiting === undefined ? this.looked() : waiting.then(this.looked);
  }

  /** How long to wait for the next timer, rounded up; -1: for ever. A timer that is not polled ends a wait too, once. */
  waitMs(): number {
    const { nextMs } = this.timers;
    if (nextMs === Infinity) return -1;
    return Math.min(Math.max(Math.ceil(nextMs - this.nowMs()), 0), MAX_WAIT_MS);
  }

  /** Counts a call that did not wait; returns whether it should look now, so that the rest of the thread's work gets its turn. */
  isTurnDue(): boolean {
    return ++this.callsWithoutLook >= MAX_CALLS_WITHOUT_LOOK;
  }

  private readonly looked = (): void => {
    this.callsWithoutLook = 0;
    this.afterWait();
    if (this.timers.nextMs === Infinity) return;
    const nowMs = this.nowMs();
    for (;;) {
      const timer = this.timers.takeDue(nowMs);
      if (timer === undefined) return;
      if (timer.act === undefined) this.queue(timer);
      else timer.act();
    }
  };

  private forgetDropped(): void {
    this.ready = this.ready.filter(({ dropped }) => !dropped);
    this.maxReady = Math.max(2 * this.ready.length, MIN_READY_LIMIT);
  }

  /** Removes dropped pollables, and polled ones that are no longer ready. Returns whether any of the polled list is left. */
  private forgetUnready(list: PolledList): boolean {
    let kept = 0;
    let isAny = false;
    for (const pollable of this.ready) {
      const isPolled = list.has(pollable.handle);
      // Others are not tested, since that may cost a system call.
      if (pollable.dropped || (isPolled && !pollable.isReady)) {
        pollable.queued = false;
        continue;
      }
      isAny ||= isPolled;
      this.ready[kept++] = pollable;
    }
    this.ready.length = kept;
    return isAny;
  }
}
