/** What something is to be done with, each once. What comes up while that is done waits for the next turn. */
export class WorkList<T> {
  private waiting: T[] = [];
  private taken: T[] = [];

  /** How many wait. */
  get length(): i32 {
    return this.waiting.length;
  }

  /** Adds one, which must not wait already. */
  push(item: T): void {
    this.waiting.push(item);
  }

  /** Gives all that wait, and starts anew; good until the next call. */
  take(): T[] {
    const taken = this.waiting;
    this.waiting = this.taken;
    this.waiting.length = 0;
    this.taken = taken;
    return taken;
  }
}
