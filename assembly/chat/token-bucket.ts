const SECOND_NS: i64 = 1_000_000_000;

/** Lets so much pass a second, and more after a quiet time. Times are nanoseconds of the loop's clock. */
export class TokenBucket {
  /** When it would be full again, had nothing more passed. */
  private fullNs: i64 = 0;
  private readonly perTokenNs: i64;
  private readonly burstNs: i64;

  /** `rate`: tokens a second, at least 1; `burst`: tokens after a quiet time. */
  constructor(rate: i32, burst: i32) {
    this.perTokenNs = SECOND_NS / rate;
    this.burstNs = this.perTokenNs * burst;
  }

  /** Takes tokens. Returns false, and takes none, where it has not one. */
  take(tokens: i32, nowNs: i64): bool {
    if (this.waitNs(nowNs) > 0) return false;
    this.draw(tokens, nowNs);
    return true;
  }

  /** Takes tokens, even more than it has: it owes them then. */
  draw(tokens: i32, nowNs: i64): void {
    this.fullNs = max(this.fullNs, nowNs) + this.perTokenNs * tokens;
  }

  /** How long it will be until it has a token; 0: it has one. */
  waitNs(nowNs: i64): i64 {
    return max<i64>(this.fullNs - nowNs - this.burstNs + this.perTokenNs, 0);
  }
}
