import { EventLoop, TimerTask } from '../loop';
import { FOREVER } from '../selectors';

/** Whom a deadline concerns. */
export interface DeadlineOwner {
  /** Called when the time has come. */
  onDeadline(): void;
}

/** A time limit that is set anew with each request: only where it comes closer does that cost more than noting it. */
export class Deadline extends TimerTask {
  private wantedNs: i64 = FOREVER;

  constructor(
    private loop: EventLoop,
    private owner: DeadlineOwner,
  ) {
    super();
  }

  /** Sets it to `limitNs` nanoseconds after the time of this turn; FOREVER: never. */
  set(limitNs: i64): void {
    const now = this.loop.nowNs;
    this.wantedNs = limitNs > FOREVER - now ? FOREVER : now + limitNs;
    if (this.wantedNs < FOREVER && (!this.isScheduled || this.wantedNs < this.dueNs))
      this.loop.scheduleAt(this, this.wantedNs);
  }

  /** Ends it. */
  cancel(): void {
    this.wantedNs = FOREVER;
    this.loop.cancel(this);
  }

  onTimer(): void {
    if (this.wantedNs == FOREVER) return;
    if (this.wantedNs <= this.loop.nowNs) this.owner.onDeadline();
    else this.loop.scheduleAt(this, this.wantedNs);
  }
}
