import { Pollable } from './pollable.ts';

/** Timers that are not due yet, the next one first: a binary heap whose members know their places. */
export class Timers {
  private readonly heap: TimerPollable[] = [];

  /** `nowMs`: the clock that they go by. */
  constructor(readonly nowMs: () => number) {}

  /** When the next one is due, by the clock; Infinity: never. */
  get nextMs(): number {
    return this.heap.length === 0 ? Infinity : this.heap[0]!.deadlineMs;
  }

  add(timer: TimerPollable): void {
    this.rise(timer, this.heap.length);
  }

  /** Takes one out, if it is still in. */
  remove(timer: TimerPollable): void {
    const { place } = timer;
    if (place < 0) return;
    timer.place = -1;
    const last = this.heap.pop()!;
    if (last === timer) return;
    this.sink(last, place);
    this.rise(last, last.place);
  }

  /** Takes out the next one that is due, if any. */
  takeDue(nowMs: number): TimerPollable | undefined {
    const first = this.heap[0];
    if (first === undefined || first.deadlineMs > nowMs) return undefined;
    this.remove(first);
    return first;
  }

  /** Puts a timer where it belongs, from a free place upwards. */
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

  /** Puts a timer where it belongs, from a free place downwards. */
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

/** A pollable that becomes ready once, for good. */
export class TimerPollable extends Pollable {
  /** Its place in the heap; -1: not in it. */
  place = -1;
  private isDue = false;

  /** `act`: what is done when it is due, in place of being ready for a guest. */
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
