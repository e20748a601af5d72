import type { Engine } from '../../engines/engine.ts';
import { NO_OBSERVER, type SocketObserver } from '../sockets/observer.ts';
import type { Pollable } from './pollable.ts';
import { PolledList } from './polled-list.ts';
import { TimerPollable, Timers } from './timers.ts';

const LONGEST_WAIT_MS = 2 ** 31 - 1;
/** A guest that always finds what it would wait for has so many calls between two looks. */
const MAX_UNLOOKED = 64;
const FEW_READY = 1024;

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
 * The ready list: what may be ready, so that a poll costs time for the ready, not for all that the guest waits for.
 *
 * A pollable stays in it until it is seen not to be ready: readiness is level-triggered for the guest, while engines report edges.
 */
export class Readiness {
  private ready: Pollable[] = [];
  private readonly timers: Timers;
  private found = new Int32Array(1024);
  /** By the size of lists, in powers of two: a guest may poll a short list and now and then a long one. */
  private readonly lists: PolledList[] = [];
  private polled = new PolledList();
  private unlooked = 0;
  /** How long the ready list becomes before what is dropped is taken out: else that happens in polls, which a guest may never do. */
  private maxReady = FEW_READY;

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

  queue(pollable: Pollable): void {
    if (pollable.queued || !pollable.isReady) return;
    pollable.queued = true;
    this.ready.push(pollable);
    if (this.ready.length > this.maxReady) this.forgetDropped();
  }

  /** Makes a pollable that is ready from `deadlineMs` of the guest's clock on. */
  subscribeTimer(deadlineMs: number): Pollable {
    const timer = new TimerPollable(deadlineMs, this.timers);
    if (timer.isReady) this.queue(timer);
    else this.timers.add(timer);
    return timer;
  }

  /** Does something after so many milliseconds, in a wait; dropping what it gives takes that back. */
  after(milliseconds: number, act: () => void): TimerPollable {
    const timer = new TimerPollable(this.nowMs() + milliseconds, this.timers, act);
    this.timers.add(timer);
    return timer;
  }

  /** Begins a poll of a list: how long to wait before its ready ones are collected. `check`: see PolledList. */
  beginPoll(words: Int32Array, start: number, count: number, check = (_handle: number): void => {}): number {
    if (this.found.length < count) this.found = new Int32Array(2 * count);
    this.polled = this.lists[31 - Math.clz32(count)] ??= new PolledList();
    this.polled.update(words, start, count, check);
    return this.forgetUnready(this.polled) ? 0 : this.waitMs();
  }

  /** Gives the indexes of those that are ready in the list whose poll began last; valid until the next call. */
  collect(): Int32Array {
    let found = 0;
    for (const pollable of this.ready) found = this.polled.collect(pollable.handle, this.found, found);
    return this.found.subarray(0, found);
  }

  /** Takes note that the guest has dropped a pollable. */
  dropped(handle: number): void {
    for (const list of this.lists) list?.drop(handle);
  }

  /** Steps that wait for what needs no pollable; they look at least once: a guest that always finds something may be asked to end. */
  *waitFor(awaited: { readonly isReady: boolean }): Generator<number, void> {
    yield 0;
    while (!awaited.isReady) yield this.waitMs();
  }

  /** Goes through steps to their end, on an engine that waits blocking. */
  finish<Result>(steps: Generator<number, Result>): Result {
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      void this.look(value);
    }
  }

  /** Polls on such an engine until something is ready: see `collect`. */
  poll(...list: Parameters<Readiness['beginPoll']>): Int32Array {
    let waitMs = this.beginPoll(...list);
    for (;;) {
      void this.look(waitMs);
      const found = this.collect();
      if (found.length > 0) return found;
      waitMs = this.waitMs();
    }
  }

  /** Looks on such an engine whether a pollable is ready. */
  test(pollable: Pollable): boolean {
    if (!pollable.isReady) void this.look(0);
    return pollable.isReady;
  }

  /** Waits on such an engine for one pollable. */
  block(pollable: Pollable): void {
    this.poll(Int32Array.of(pollable.handle), 0, 1);
  }

  /** Asks the engine and the clock, waiting at most so long, in milliseconds; -1: for ever. */
  look(waitMs: number): Promise<void> | void {
    this.observer.beforeWait();
    const waiting = this.engine.wait(waitMs);
    return waiting === undefined ? this.looked() : waiting.then(this.looked);
  }

  /** How long to wait for the next timer, rounded up; -1: for ever. One that nobody waits for ends a wait too, but once only. */
  waitMs(): number {
    const { nextMs } = this.timers;
    if (nextMs === Infinity) return -1;
    return Math.min(Math.max(Math.ceil(nextMs - this.nowMs()), 0), LONGEST_WAIT_MS);
  }

  /** Counts a call that is done, and says whether it should look nevertheless: others want the thread, and may have something to say. */
  isTurnDue(): boolean {
    return ++this.unlooked >= MAX_UNLOOKED;
  }

  private readonly looked = (): void => {
    this.unlooked = 0;
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
    this.maxReady = Math.max(2 * this.ready.length, FEW_READY);
  }

  /** Takes out what is ready no more, as far as the list has it. Returns whether something of the list is left. */
  private forgetUnready(list: PolledList): boolean {
    let kept = 0;
    let isAny = false;
    for (const pollable of this.ready) {
      const isPolled = list.has(pollable.handle);
      // What is not polled is not asked either: that may cost a system call, for nobody.
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
