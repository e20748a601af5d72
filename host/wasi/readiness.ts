import type { Engine } from '../engines/engine.ts';
import { Resource } from './resources.ts';

/** Something that the guest can wait for. */
export abstract class Pollable extends Resource {
  /** The guest's handle of it. */
  handle = 0;
  /** Its index in the list that was polled last: where to look for it first. */
  place = 0;
  queued = false;
  dropped = false;

  abstract get isReady(): boolean;

  override drop(): void {
    this.dropped = true;
  }
}

/** What pollables are about: it tells them when they may have become ready. */
export class Subject {
  private readonly pollables: Pollable[] = [];

  constructor(private readonly readiness: Readiness) {}

  add(pollable: Pollable): void {
    this.pollables.push(pollable);
    this.readiness.queue(pollable);
  }

  remove(pollable: Pollable): void {
    this.pollables.splice(this.pollables.indexOf(pollable), 1);
  }

  changed(): void {
    for (const pollable of this.pollables) this.readiness.queue(pollable);
  }
}

/** A pollable of a subject: ready when `test` says so. */
export class SubjectPollable extends Pollable {
  constructor(
    private readonly subject: Subject,
    parent: Resource,
    private readonly test: () => boolean,
  ) {
    super(parent);
    subject.add(this);
  }

  get isReady(): boolean {
    return this.test();
  }

  override drop(): void {
    super.drop();
    this.subject.remove(this);
  }
}

/**
 * The ready list: what may be ready, so that a poll costs time for the ready, not for all that the guest waits for.
 *
 * A pollable stays in it until it is seen not to be ready: readiness is level-triggered for the guest, while engines report edges.
 */
export class Readiness {
  private ready: Pollable[] = [];
  private readonly timers = new Set<TimerPollable>();
  private found = new Int32Array(1024);

  /** `afterWait`: called each time that the engine was asked, before the guest goes on. */
  constructor(
    private readonly engine: Engine,
    private readonly afterWait: () => void,
  ) {}

  queue(pollable: Pollable): void {
    if (pollable.queued || !pollable.isReady) return;
    pollable.queued = true;
    this.ready.push(pollable);
  }

  /** Makes a pollable that is ready from `deadlineMs` of `performance.now()` on. */
  subscribeTimer(deadlineMs: number): Pollable {
    const timer = new TimerPollable(deadlineMs, this.timers);
    this.timers.add(timer);
    return timer;
  }

  /**
   * Waits until at least one pollable of the list is ready. Returns the indexes of the ready ones; valid until the next call.
   */
  poll(words: Int32Array, start: number, count: number): Int32Array {
    this.forgetUnready();
    let found = 0;
    for (let mustWait = this.ready.length === 0; ; mustWait = true) {
      this.engine.wait(mustWait ? this.waitMs(words, start, count) : 0);
      this.afterWait();
      found = this.collect(words, start, count);
      if (found > 0) return this.found.subarray(0, found);
    }
  }

  /** Looks, without waiting, whether a pollable is ready. */
  test(pollable: Pollable): boolean {
    if (!pollable.isReady) {
      this.engine.wait(0);
      this.afterWait();
    }
    return pollable.isReady;
  }

  /** Waits for one pollable. */
  block(pollable: Pollable): void {
    this.poll(Int32Array.of(pollable.handle), 0, 1);
  }

  private forgetUnready(): void {
    let kept = 0;
    for (const pollable of this.ready) {
      if (!pollable.dropped && pollable.isReady) this.ready[kept++] = pollable;
      else pollable.queued = false;
    }
    this.ready.length = kept;
  }

  private collect(words: Int32Array, start: number, count: number): number {
    if (this.found.length < count) this.found = new Int32Array(2 * count);
    let found = 0;
    for (const pollable of this.ready) {
      if (isIn(pollable, words, start, count)) this.found[found++] = pollable.place;
    }
    if (this.timers.size === 0) return found;
    const now = performance.now();
    for (const timer of this.timers) {
      if (timer.deadlineMs <= now && isIn(timer, words, start, count)) this.found[found++] = timer.place;
    }
    return found;
  }

  /** How long to wait for the first timer of the list, rounded up; -1: for ever. */
  private waitMs(words: Int32Array, start: number, count: number): number {
    let deadlineMs = Infinity;
    for (const timer of this.timers) {
      if (timer.deadlineMs < deadlineMs && isIn(timer, words, start, count)) deadlineMs = timer.deadlineMs;
    }
    if (deadlineMs === Infinity) return -1;
    return Math.min(Math.max(Math.ceil(deadlineMs - performance.now()), 0), 2 ** 31 - 1);
  }
}

/** Whether the polled list has it; then `place` is where. */
function isIn(pollable: Pollable, words: Int32Array, start: number, count: number): boolean {
  if (pollable.place < count && words[start + pollable.place] === pollable.handle) return true;
  const place = words.subarray(start, start + count).indexOf(pollable.handle);
  if (place >= 0) pollable.place = place;
  return place >= 0;
}

class TimerPollable extends Pollable {
  constructor(
    readonly deadlineMs: number,
    private readonly timers: Set<TimerPollable>,
  ) {
    super();
  }

  get isReady(): boolean {
    return this.deadlineMs <= performance.now();
  }

  override drop(): void {
    super.drop();
    this.timers.delete(this);
  }
}
