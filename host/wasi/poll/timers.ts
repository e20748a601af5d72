import { Pollable } from './pollable.ts';

/** Timers that are not due yet: a binary heap, the next one first. Each timer knows its place in it. */
export class Timers {
  private readonly heap: TimerPollable[] = [];

  /** `nowMs`: their clock, in milliseconds. */
  constructor(readonly nowMs: () => number) {}

  /** When the next timer is due, by the clock; Infinity: there is none. */
  get nextMs(): number {
    return this.heap.length === 0 ? Infinity : this.heap[0]!.deadlineMs;
  }

  add(timer: TimerPollable): void {
    this.rise(timer, this.heap.length);
  }

  /** Removes a timer, if it is in the heap. */
  remove(timer: TimerPollable): void {
    const { place } = timer;
    if (place < 0) return;
    timer.place = -1;
    const last = this.heap.pop()!;
    if (last === timer) return;
    this.sink(last, place);
    this.rise(last, last.place);
  }

  /** Removes and returns the next timer if it is due. */
  takeDue(nowMs: number): TimerPollable | undefined {
    const first = this.heap[0];
    if (first === undefined || first.deadlineMs > nowMs) return undefined;
    this.remove(first);
    return first;
  }

  /** Inserts a timer at a free place or above it. */
  private rise(timer: TimerPollable, place: number): void {
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.heap[above]!;
      if (parent.deadlineMs <= timer.deadlineMs) break;
      this.put(parent, place);
      place = above;
    }
    this.put(timer, place);
  }

  /** Inserts a timer at a free place or below it. */
  private sink(timer: TimerPollable, place: number): void {
    const { length } = this.heap;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= length) break;
      if (below + 1 < length && this.heap[below + 1]!.deadlineMs < this.heap[below]!.deadlineMs) below++;
      const child = this.heap[below]!;
      if (child.deadlineMs >= timer.deadlineMs) break;
      this.put(child, place);
      place = below;
    }
    this.put(timer, place);
  }

  private put(timer: TimerPollable, place: number): void {
    this.heap[place] = timer;
    timer.place = place;
  }
}

/** A pollable that becomes ready at its deadline, and stays ready. */
export class TimerPollable extends Pollable {
  /** Its place in the heap; -1: it is not in the heap. */
  place = -1;
  private isDue = false;

  /** `act`: called when it is due, for the host's own timers. */
  constructor(
    readonly deadlineMs: number,
    private readonly timers: Timers,
    readonly act?: () => void,
  ) {
    super();
  }

  get isReady(): boolean {
    return (this.isDue ||= this.deadlineMs <= this.timers.nowMs());
  }

  override drop(): void {
    super.drop();
    this.timers.remove(this);
  }
}
