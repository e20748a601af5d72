import { HAS_WAITABLE_SETS } from '../wasi';
import { PollBackend } from './backends/poll';
import { WaitableSetBackend } from './backends/waitable-set';
import { Selector } from './selector';

const LATENCY_NS: i64 = 5_000_000;

/** The best selector that this build and host offer: a waitable set with WASI 0.3, `wasi:io/poll` with WASI 0.2. */
export class DefaultSelector<T> extends Selector<T> {
  /**
   * `latencyNs`: how much later than others an object that was quiet may be reported while others keep the program busy. 0: not at all.
   *
   * It matters only with WASI 0.2, in a `select` that waits, where many objects are registered and the host takes long to poll all of
   * them: those that were ready lately are then polled more often than the rest. The host may round it up, mostly to milliseconds; where polling
   * the rest takes long, it is at least twice that time, so that this takes a third of the program's time at most.
   */
  constructor(latencyNs: i64 = LATENCY_NS) {
    super(HAS_WAITABLE_SETS ? new WaitableSetBackend() : new PollBackend(latencyNs)); // a constant: the build has one of them
  }
}
