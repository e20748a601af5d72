const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Lets the event loop of Node turn while a guest waits. It keeps the process alive until it is closed. */
export class NodeLoop {
  private goOn: (() => void) | undefined;
  private isDue = false;
  private hasNews = false;
  private timer: NodeJS.Timeout | undefined;
  /** What a guest waits for may be nothing that Node knows of. */
  private readonly life = setInterval(() => {}, LONGEST_TIMER_MS);

  /** Is fulfilled after news, or after so many milliseconds, -1: never; in either case the loop has turned once. */
  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.goOn = resolve;
      if (milliseconds === 0 || this.hasNews) this.goOnSoon();
      else if (milliseconds > 0) this.timer = setTimeout(this.tell, milliseconds);
    });
  }

  /** Ends a wait, this one or the next: something has become ready. */
  readonly tell = (): void => {
    this.hasNews = true;
    if (this.goOn !== undefined) this.goOnSoon();
  };

  close(): void {
    clearInterval(this.life);
    clearTimeout(this.timer);
  }

  /** Not at once: what else becomes ready in this turn of the loop comes along. */
  private goOnSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(this.turned);
  }

  private readonly turned = (): void => {
    const { goOn } = this;
    clearTimeout(this.timer);
    this.timer = this.goOn = undefined;
    this.isDue = this.hasNews = false;
    goOn?.();
  };
}
