/** The longest time that Node's timers take. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Lets Node's event loop turn while a guest waits, and keeps the process alive until it is closed. */
export class NodeLoop {
  private resume: (() => void) | undefined;
  private isScheduled = false;
  private isWoken = false;
  private timer: NodeJS.Timeout | undefined;
  /** Keeps the process alive: a guest may wait for something that Node's event loop does not know of. */
  private readonly keepAlive = setInterval(() => {}, MAX_TIMER_MS);

  /** Waits for `wake`, at most `milliseconds` (-1: no limit). The event loop turns at least once before the promise is fulfilled. */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.resume = resolve;
      if (milliseconds === 0 || this.isWoken) this.scheduleResume();
      else if (milliseconds > 0) this.timer = setTimeout(this.wake, milliseconds);
    });
  }

  /** Ends the current wait, or else the next one. */
  readonly wake = (): void => {
    this.isWoken = true;
    if (this.resume !== undefined) this.scheduleResume();
  };

  close(): void {
    clearInterval(this.keepAlive);
    clearTimeout(this.timer);
  }

  /** Resumes after this turn of the event loop, so that one wait takes all that becomes ready in it. */
  private scheduleResume(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(this.onTurned);
  }

  private readonly onTurned = (): void => {
    const { resume } = this;
    clearTimeout(this.timer);
    this.timer = this.resume = undefined;
    this.isScheduled = this.isWoken = false;
    resume?.();
  };
}
