import { EventLoop, TimerTask } from '../../loop';
import { FOREVER } from '../../selectors';
import { DeadlineOwner } from '../request-deadline';

/** The time limits of an exchange: of all, and of what it waits for now. The latter changes often, which costs no rescheduling. */
export class ExchangeDeadline extends TimerTask {
  /** Whom it concerns. */
  owner!: DeadlineOwner;
  private totalDueNs: i64 = FOREVER;
  private nextDueNs: i64 = FOREVER;

  constructor(private loop: EventLoop) {
    super();
  }

  /** All is to be over in so many nanoseconds. */
  begin(limitNs: i64): void {
    this.totalDueNs = this.after(limitNs);
    this.arm();
  }

  /** Something has to arrive in so many nanoseconds. */
  awaitWithin(limitNs: i64): void {
    this.nextDueNs = this.after(limitNs);
    this.arm();
  }

  /** Nothing has to arrive. */
  awaitNothing(): void {
    this.nextDueNs = FOREVER;
  }

  /** Ends both. */
  cancel(): void {
    this.totalDueNs = FOREVER;
    this.awaitNothing();
    this.loop.cancel(this);
  }

  onTimer(): void {
    if (min(this.totalDueNs, this.nextDueNs) <= this.loop.nowNs) this.owner.onDeadline();
    else this.arm();
  }

  private after(limitNs: i64): i64 {
    const now = this.loop.nowNs;
    return limitNs > FOREVER - now ? FOREVER : now + limitNs;
  }

  private arm(): void {
    const dueNs = min(this.totalDueNs, this.nextDueNs);
    if (dueNs < FOREVER && (!this.isScheduled || dueNs < this.dueNs)) this.loop.scheduleAt(this, dueNs);
  }
}
