import { FOREVER } from '../selectors';
import { nowNs } from '../wasi';

/** Something to do at a time: `EventLoop.schedule` says when. It may be scheduled again, but once at a time. */
export abstract class TimerTask {
  /** When it is due, in nanoseconds of the host's clock, while it is scheduled. Set by the loop. */
  dueNs: i64 = 0;
  /** After how many nanoseconds it is due again; 0: it runs once. Set by the loop. */
  intervalNs: i64 = 0;
  /** @internal Its rank among those due at the same time. */
  sequence: i64 = 0;
  /** @internal Its index in the heap; below 0: it is not scheduled. */
  index: i32 = -1;

  /** Called when its time has come: late, never early. */
  abstract onTimer(): void;

  /** Whether its time is still to come. */
  get isScheduled(): bool {
    return this.index >= 0;
  }
}

/** The scheduled tasks, the next one first: a binary heap whose members know their index, so each step costs O(log n). */
export class Timers {
  private heap: TimerTask[] = [];
  private lastSequence: i64 = 0;

  /** How many are scheduled. */
  get length(): i32 {
    return this.heap.length;
  }

  /** When the next one is due; FOREVER: never. */
  get nextNs(): i64 {
    return this.heap.length == 0 ? FOREVER : this.heap[0].dueNs;
  }

  /** Schedules a task to run once, in `delayNs` nanoseconds from now (not from when the turn began: that would be early). */
  schedule(task: TimerTask, delayNs: i64): void {
    const now = nowNs();
    this.add(task, now + min(max(delayNs, 0), FOREVER - now), 0);
  }

  /** Schedules a task to run every `intervalNs` nanoseconds, at least one. */
  scheduleEvery(task: TimerTask, intervalNs: i64): void {
    const now = nowNs();
    const interval = min(max(intervalNs, 1), FOREVER - now);
    this.add(task, now + interval, interval);
  }

  /** Schedules a task to run once, at a time of the host's clock. */
  scheduleAt(task: TimerTask, dueNs: i64): void {
    this.add(task, dueNs, 0);
  }

  /** Takes a task out; harmless when it is not scheduled. */
  cancel(task: TimerTask): void {
    const index = task.index;
    if (index < 0) return;
    task.index = -1;
    const last = this.heap.pop();
    if (last === task) return;
    this.sink(last, index);
    this.rise(last, last.index);
  }

  /**
   * Runs what is due at `now`, in order. What is scheduled meanwhile, for `now` or later, waits for the next call: it comes after
   * all that was due, and would hold up the rest of the turn.
   *
   * A repeated task is due at multiples of its interval; times that have been missed are left out.
   */
  run(now: i64): void {
    const lastSequence = this.lastSequence;
    while (this.nextNs <= now && this.heap[0].sequence <= lastSequence) this.runFirst(this.heap[0], now);
  }

  private add(task: TimerTask, dueNs: i64, intervalNs: i64): void {
    this.cancel(task);
    task.dueNs = dueNs;
    task.intervalNs = intervalNs;
    task.sequence = ++this.lastSequence;
    this.heap.push(task);
    this.rise(task, this.heap.length - 1);
  }

  private runFirst(task: TimerTask, now: i64): void {
    const intervalNs = task.intervalNs;
    if (intervalNs == 0) this.cancel(task);
    else {
      const missed = (now - task.dueNs) / intervalNs;
      this.add(task, task.dueNs + (missed + 1) * intervalNs, intervalNs);
    }
    task.onTimer();
  }

  private rise(task: TimerTask, index: i32): void {
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.heap[above];
      if (comesBefore(parent, task)) break;
      this.put(parent, index);
      index = above;
    }
    this.put(task, index);
  }

  private sink(task: TimerTask, index: i32): void {
    const length = this.heap.length;
    while (true) {
      let below = 2 * index + 1;
      if (below >= length) break;
      if (below + 1 < length && comesBefore(this.heap[below + 1], this.heap[below])) below++;
      const child = this.heap[below];
      if (comesBefore(task, child)) break;
      this.put(child, index);
      index = below;
    }
    this.put(task, index);
  }

  private put(task: TimerTask, index: i32): void {
    this.heap[index] = task;
    task.index = index;
  }
}

function comesBefore(a: TimerTask, b: TimerTask): bool {
  return a.dueNs < b.dueNs || (a.dueNs == b.dueNs && a.sequence < b.sequence);
}
