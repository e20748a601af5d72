const MICROSECOND_NS: i64 = 1000;
const MILLISECOND_NS: i64 = 1_000_000;
const SECOND_NS: i64 = 1_000_000_000;

/** The upper bounds of the buckets, in nanoseconds; those that are longer than the last have no bucket of their own. */
const BOUNDS_NS: StaticArray<i64> = [
  10 * MICROSECOND_NS,
  50 * MICROSECOND_NS,
  100 * MICROSECOND_NS,
  500 * MICROSECOND_NS,
  MILLISECOND_NS,
  5 * MILLISECOND_NS,
  10 * MILLISECOND_NS,
  50 * MILLISECOND_NS,
  100 * MILLISECOND_NS,
  500 * MILLISECOND_NS,
  SECOND_NS,
  5 * SECOND_NS,
  10 * SECOND_NS,
];

/** Counts durations by how long they were: a histogram as Prometheus has them, with the same buckets for everything. */
export class Histogram {
  /** How many durations there were. */
  count: i64 = 0;
  /** All of them together, in nanoseconds. */
  sumNs: i64 = 0;
  private readonly counts: StaticArray<i64> = new StaticArray<i64>(BOUNDS_NS.length);

  /** How many buckets there are. */
  get buckets(): i32 {
    return BOUNDS_NS.length;
  }

  /** Counts a duration, in nanoseconds. */
  record(durationNs: i64): void {
    this.count++;
    this.sumNs += durationNs;
    for (let i = 0; i < BOUNDS_NS.length; i++) {
      if (durationNs > BOUNDS_NS[i]) continue;
      this.counts[i]++;
      return;
    }
  }

  /** Returns the longest duration that belongs to the i-th bucket, in nanoseconds. */
  boundNs(i: i32): i64 {
    return BOUNDS_NS[i];
  }

  /** Returns how many durations belong to the i-th bucket, and to none before it. */
  countOf(i: i32): i64 {
    return this.counts[i];
  }
}
