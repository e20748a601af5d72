import type { ClientName } from './record.ts';

/** What a person can do with a client. */
export type Action = 'send' | 'stall' | 'leave';

/** What "Show me" clicks, and when: one client says nothing, and the others want something. */
const STEPS: [atMs: number, client: ClientName, action: Action][] = [
  [300, 'A', 'stall'],
  [1300, 'B', 'send'],
  [2100, 'C', 'send'],
  [2900, 'B', 'send'],
  [4500, 'A', 'leave'],
  [6000, 'B', 'leave'],
  [7400, 'C', 'leave'],
];

/** Plays the lesson, unless it is stopped. */
export class Lesson {
  private timers: number[] = [];

  /** Begins it; `act` is called for each click, and `done` after the last one. */
  start(act: (client: ClientName, action: Action) => void, done: () => void): void {
    this.stop();
    this.timers = STEPS.map(([atMs, ...click]) => window.setTimeout(() => act(...click), atMs));
    this.timers.push(window.setTimeout(done, STEPS.at(-1)![0]));
  }

  /** Stops it. */
  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }
}
