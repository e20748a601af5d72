import { EventLoop, TimerTask } from '../loop';
import { Session } from './session';

/** Sessions that wait for an upstream with room, the first one first, each for the same time at most. */
export class WaitingSessions extends TimerTask {
  private sessions: Session[] = [];

  constructor(
    private loop: EventLoop,
    private limitNs: i64,
  ) {
    super();
  }

  /** How many wait. */
  get length(): i32 {
    return this.sessions.length;
  }

  /** Gives the i-th. */
  at(i: i32): Session {
    return this.sessions[i];
  }

  /** Puts one at the end. */
  add(session: Session): void {
    session.waitsUntilNs = this.loop.nowNs + this.limitNs;
    this.sessions.push(session);
    if (!this.isScheduled) this.loop.scheduleAt(this, session.waitsUntilNs);
  }

  /** Takes one out; harmless when it does not wait. */
  remove(session: Session): void {
    if (session.waitsUntilNs == 0) return;
    session.waitsUntilNs = 0;
    this.sessions.splice(this.sessions.indexOf(session), 1);
  }

  /** Gives all up. */
  clear(reason: string): void {
    while (this.sessions.length > 0) this.giveUpFirst(reason);
    this.loop.cancel(this);
  }

  /** The time of the first one is over. */
  onTimer(): void {
    const now = this.loop.nowNs;
    while (this.sessions.length > 0 && this.sessions[0].waitsUntilNs <= now)
      this.giveUpFirst('every upstream is full: timed out');
    if (this.sessions.length > 0) this.loop.scheduleAt(this, this.sessions[0].waitsUntilNs);
  }

  private giveUpFirst(reason: string): void {
    const session = this.sessions[0];
    this.remove(session);
    session.giveUp(reason);
  }
}
