/** The time line's time, which begins with what happens first. */
export class Clock {
  private startMs: number | undefined;

  /** Milliseconds since the start. */
  get nowMs(): number {
    return this.startMs === undefined ? 0 : performance.now() - this.startMs;
  }

  /** Starts it, unless it runs. */
  start(): void {
    this.startMs ??= performance.now();
  }

  /** Sets it back to 0, where it stands still. */
  reset(): void {
    this.startMs = undefined;
  }
}
