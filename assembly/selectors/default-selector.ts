import { PollBackend } from './poll-backend';
import { Selector } from './selector';

const LATENCY_NS: i64 = 5_000_000;

/** The best selector that this build and host offer; on WASI 0.2, one that waits by `wasi:io/poll`. */
export class DefaultSelector<T> extends Selector<T> {
  /**
   * `latencyNs`: how much later than others an object that was quiet may be reported while others keep the program busy. 0: not at all.
   *
   * Only with WASI 0.2's `poll`, only for `select` that waits, and only where many are registered and the host takes long to look at
   * all: then those that were ready lately are looked at more often than the rest. The host may round it up, to milliseconds mostly.
   */
  constructor(latencyNs: i64 = LATENCY_NS) {
    super(new PollBackend(latencyNs));
  }
}
