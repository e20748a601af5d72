/** Something to do at a time: `EventLoop.schedule` says when. It may be scheduled again, but once at a time. */
export abstract class TimerTask {
  /** When, in nanoseconds of the loop's clock, while it is scheduled. Set by the loop. */
  dueNs: i64 = 0;
  /** How long after that again; 0: once. Set by the loop. */
  intervalNs: i64 = 0;
  /** Which of those for the same time comes first. Set by the loop. */
  sequence: i64 = 0;
  /** Its place in the heap; below 0: it is not scheduled. Set by the loop. */
  place: i32 = -1;

  /** Does it. Called once its time has come: late, never early. */
  abstract onTimer(): void;

  /** Whether its time is still to come. */
  get isScheduled(): bool {
    return this.place >= 0;
  }
}
