import { Pollable, nowNs, subscribeDuration } from '../wasi';
import { Selectable } from './selectable';

const DISARMED: i64 = -1;

/** A moment that a selector can wait for: EVENT_READ from then on, until it is armed again or disarmed. It may be late, never early. */
export class Timer extends Selectable {
  private dueNs: i64 = DISARMED;
  private isClosed: bool = false;

  get isOpen(): bool {
    return !this.isClosed;
  }

  /** Whether the time has come. */
  get isDue(): bool {
    return this.dueNs != DISARMED && nowNs() >= this.dueNs;
  }

  /** Sets it to `delayNs` nanoseconds from now, in place of an earlier moment; 0 and less: it is due at once. */
  arm(delayNs: i64): void {
    if (this.isClosed) return;
    const now = nowNs();
    this.dueNs = now + min(max(delayNs, 0), i64.MAX_VALUE - now);
    this.hasChanged();
  }

  /** Stops it: it is not due and never ready, until it is armed. */
  disarm(): void {
    this.dueNs = DISARMED;
    this.hasChanged();
  }

  subscribeRead(): Pollable {
    return this.dueNs == DISARMED ? 0 : subscribeDuration(max(this.dueNs - nowNs(), 0));
  }

  subscribeWrite(): Pollable {
    return 0;
  }

  close(): void {
    if (this.isClosed) return;
    this.aboutToClose();
    this.dueNs = DISARMED;
    this.isClosed = true;
  }
}
