/** What WASI 0.2 calls a pollable is here a source of readiness: the host is asked nothing to have one or to drop it. */
import { ReadyQueue } from './ready-queue';
import { Source } from './source';
import { waitFor } from './waitables';

/** Something that can be waited for: the pointer of a `Source`. 0 is none. */
export type Pollable = i32;

/** Waits until it is ready: the whole instance stands still until then. */
export function blockOn(pollable: Pollable): void {
  waitFor(changetype<Source>(<usize>pollable));
}

/** Lets a queue know from now on when it is ready; `watch`, not below 0, is what the queue will call it. */
export function watchPollable(pollable: Pollable, queue: ReadyQueue, watch: i32): void {
  changetype<Source>(<usize>pollable).startWatch(queue, watch);
}

/** Ends watching it. */
export function dropPollable(pollable: Pollable): void {
  changetype<Source>(<usize>pollable).drop();
}
