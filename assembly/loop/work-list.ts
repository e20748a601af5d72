import { Connection } from './connection';

/** Connections that something is to be done with, each once. What comes up while that is done waits for the next turn. */
export class WorkList {
  private waiting: Connection[] = [];
  private taken: Connection[] = [];

  /** How many wait. */
  get length(): i32 {
    return this.waiting.length;
  }

  /** Puts one at the end. It must not be in already. */
  push(connection: Connection): void {
    this.waiting.push(connection);
  }

  /** Gives all that wait, and starts anew; good until the next call. */
  take(): Connection[] {
    const taken = this.waiting;
    this.waiting = this.taken;
    this.waiting.length = 0;
    this.taken = taken;
    return taken;
  }
}
