import type { TimerPollable } from '../poll/timers.ts';
import type { Readiness } from '../poll/readiness.ts';

/** How many connections linger at most, and how long, by default. */
export const MAX_LINGERING = 1024;
export const LINGER_MS = 30_000;

/** Connections that the guest dropped while the host was still sending: each is kept until it has sent everything, within bounds. */
export class Lingering {
  private readonly aborts = new Map<object, { abort: () => void; timer: TimerPollable }>();

  constructor(
    private readonly readiness: Readiness,
    private readonly maxConnections = MAX_LINGERING,
    private readonly limitMs = LINGER_MS,
  ) {}

  /** Keeps a connection; `abort` is called when it has stayed for `limitMs`, or is the oldest of more than `maxConnections`. */
  add(connection: object, abort: () => void): void {
    const timer = this.readiness.after(this.limitMs, () => this.abort(connection));
    this.aborts.set(connection, { abort, timer });
    for (const [oldest] of this.aborts) {
      if (this.aborts.size <= this.maxConnections) return;
      this.abort(oldest);
    }
  }

  /** Forgets a connection: it has sent everything, or has failed. */
  remove(connection: object): void {
    this.aborts.get(connection)?.timer.drop();
    this.aborts.delete(connection);
  }

  /** Waits until none is left, for a guest that has ended. Each value that it yields is how long to wait, in milliseconds. */
  *finish(): Generator<number, void> {
    while (this.aborts.size > 0) yield this.readiness.waitMs();
  }

  private abort(connection: object): void {
    const { abort } = this.aborts.get(connection)!;
    this.remove(connection);
    abort();
  }
}
