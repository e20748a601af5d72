/** Virtual time, and what happens in it. */

/** What must hold in every run. */
export type Property =
  | 'every byte in order and once'
  | 'nobody waits for ever'
  | 'no starvation'
  | 'no spinning'
  | 'bounds are kept'
  | 'no trap'
  | 'no close with bytes in flight'
  | 'no connection is broken by the server'
  | 'exit code'
  | 'no leak';

/** A property was broken; thrown through the guest. */
export class Violation extends Error {
  override name = 'Violation';

  constructor(
    readonly property: Property,
    message: string,
  ) {
    super(message);
  }
}

/** A line of the trace: when, who, what. */
export interface TraceLine {
  us: number;
  who: string;
  text: string;
}

interface Happening {
  us: number;
  order: number;
  act: () => void;
}

/** The clock and the schedule: a heap, the earliest first, and of the same time the one that was planned first. */
export class World {
  nowUs = 0;
  /** When something last went on: bytes moved, a peer acted. */
  progressUs = 0;
  /** Counts what went on. */
  progressCount = 0;
  readonly trace: TraceLine[] = [];
  private readonly heap: Happening[] = [];
  private planned = 0;

  constructor(private readonly isTraced: boolean) {}

  get nowMs(): number {
    return this.nowUs / 1000;
  }

  /** When the next thing happens; Infinity: nothing will. */
  get nextUs(): number {
    return this.heap[0]?.us ?? Infinity;
  }

  progress(): void {
    this.progressUs = this.nowUs;
    this.progressCount++;
  }

  tell(who: string, text: string): void {
    if (this.isTraced) this.trace.push({ us: this.nowUs, who, text });
  }

  /** Plans something, in so many milliseconds. */
  after(ms: number, act: () => void): void {
    const happening = { us: this.nowUs + Math.round(ms * 1000), order: this.planned++, act };
    const { heap } = this;
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!isBefore(happening, heap[above]!)) break;
      heap[place] = heap[above]!;
      place = above;
    }
    heap[place] = happening;
  }

  /** Lets all happen whose time has come. */
  runDue(): void {
    while (this.nextUs <= this.nowUs) this.take().act();
  }

  private take(): Happening {
    const { heap } = this;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++;
      if (!isBefore(heap[below]!, last)) break;
      heap[place] = heap[below]!;
      place = below;
    }
    heap[place] = last;
    return first;
  }
}

function isBefore(one: Happening, other: Happening): boolean {
  return one.us < other.us || (one.us === other.us && one.order < other.order);
}
