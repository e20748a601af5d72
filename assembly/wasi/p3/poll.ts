/** The API of WASI 0.2's pollables on sources: the host is not asked to make or drop one. */
import { ReadyQueue, Source } from './async/source';
import { waitFor } from './async/waitables';

/** Whether this version waits by a waitable set, or by `poll`. */
export const HAS_WAITABLE_SETS: bool = true;

/** The pointer of a `Source`; 0: none, never ready. */
export type Pollable = i32;

/** Waits until the pollable is ready; the whole instance is blocked until then. */
export function blockOn(pollable: Pollable): void {
  waitFor(changetype<Source>(<usize>pollable));
}

/** Appends a pollable to a queue whenever it is ready, from now on. `watch`: the queue's number for it, not below 0. */
export function watchPollable(pollable: Pollable, queue: ReadyQueue, watch: i32): void {
  changetype<Source>(<usize>pollable).startWatch(queue, watch);
}

/** Drops the pollable, which ends watching it. */
export function dropPollable(pollable: Pollable): void {
  changetype<Source>(<usize>pollable).drop();
}
