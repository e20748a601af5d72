import { PollBackend } from './poll-backend';
import { Selector } from './selector';

/** The best selector that this build and host offer; on WASI 0.2, one that waits by `wasi:io/poll`. */
export class DefaultSelector<T> extends Selector<T> {
  constructor() {
    super(new PollBackend());
  }
}
