import { FOREVER } from '../selectors';
import { TimerTask } from './timer-task';

/** The scheduled tasks, the next one first: a binary heap whose members know their places, so each step costs O(log n). */
export class TimerHeap {
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

  /** Schedules a task, or schedules it anew. */
  add(task: TimerTask, dueNs: i64, intervalNs: i64): void {
    this.remove(task);
    task.dueNs = dueNs;
    task.intervalNs = intervalNs;
    task.sequence = ++this.lastSequence;
    this.heap.push(task);
    this.rise(task, this.heap.length - 1);
  }

  /** Takes a task out; harmless when it is not in. */
  remove(task: TimerTask): void {
    const place = task.place;
    if (place < 0) return;
    task.place = -1;
    const last = this.heap.pop();
    if (last === task) return;
    this.sink(last, place);
    this.rise(last, last.place);
  }

  /**
   * Does what is due at `nowNs`, in order. What is scheduled meanwhile, for `nowNs` or later, waits for the next call: it comes after
   * all that was due, and would hold up the rest of the turn.
   *
   * A repeated one is due at multiples of its interval; times that have been missed are left out.
   */
  run(nowNs: i64): void {
    const lastSequence = this.lastSequence;
    while (this.nextNs <= nowNs && this.heap[0].sequence <= lastSequence) this.runFirst(this.heap[0], nowNs);
  }

  private runFirst(task: TimerTask, nowNs: i64): void {
    const intervalNs = task.intervalNs;
    if (intervalNs == 0) this.remove(task);
    else {
      const missed = (nowNs - task.dueNs) / intervalNs;
      this.add(task, task.dueNs + (missed + 1) * intervalNs, intervalNs);
    }
    task.onTimer();
  }

  private rise(task: TimerTask, place: i32): void {
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.heap[above];
      if (comesBefore(parent, task)) break;
      this.put(parent, place);
      place = above;
    }
    this.put(task, place);
  }

  private sink(task: TimerTask, place: i32): void {
    const length = this.heap.length;
    while (true) {
      let below = 2 * place + 1;
      if (below >= length) break;
      if (below + 1 < length && comesBefore(this.heap[below + 1], this.heap[below])) below++;
      const child = this.heap[below];
      if (comesBefore(task, child)) break;
      this.put(child, place);
      place = below;
    }
    this.put(task, place);
  }

  private put(task: TimerTask, place: i32): void {
    this.heap[place] = task;
    task.place = place;
  }
}

function comesBefore(a: TimerTask, b: TimerTask): bool {
  return a.dueNs < b.dueNs || (a.dueNs == b.dueNs && a.sequence < b.sequence);
}
