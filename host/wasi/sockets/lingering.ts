import type { TimerPollable } from '../poll/timers.ts';
import type { Readiness } from '../poll/readiness.ts';

/** How many connections linger, and how long, unless it is told. */
export const MAX_LINGERING = 1024;
export const LINGER_MS = 30_000;

/** Connections that the guest has dropped while bytes of it were under way: kept until those have left, within bounds. */
export class Lingering {
  most = MAX_LINGERING;
  limitMs = LINGER_MS;
  private readonly ends = new Map<object, { end: () => void; timer: TimerPollable }>();

  constructor(private readonly readiness: Readiness) {}

  /** Keeps one; `end` is called if it stays too long, or is the oldest of too many. */
  add(socket: object, end: () => void): void {
    this.ends.set(socket, { end, timer: this.readiness.after(this.limitMs, () => this.end(socket)) });
    for (const [oldest] of this.ends) {
      if (this.ends.size <= this.most) return;
      this.end(oldest);
    }
  }

  /** All has left, or the connection is gone. */
  remove(socket: object): void {
    this.ends.get(socket)?.timer.drop();
    this.ends.delete(socket);
  }

  private end(socket: object): void {
    const { end } = this.ends.get(socket)!;
    this.remove(socket);
    end();
  }
}
