import { Selector } from './selector';
import { WaitableSetBackend } from './waitable-set-backend';

/** The best selector that this build and host offer; on WASI 0.3, one that waits by the component model's waitable set. */
export class DefaultSelector<T> extends Selector<T> {
  /** `latencyNs`: makes no difference here; see the one for WASI 0.2. */
  constructor(latencyNs: i64 = 0) {
    super(new WaitableSetBackend());
  }
}
