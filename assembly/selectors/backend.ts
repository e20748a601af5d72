import { Selectable } from '../net';

/**
 * One way a selector waits. It knows slots, interests and readiness; keys and their data are the selector's.
 *
 * After `wait`, `readySlot(i)` and `readyMask(i)` for i below its result tell what is ready: each slot once, the mask never 0
 * and never beyond what the slot is interested in.
 */
export abstract class Backend {
  /** Watches `object` in `slot` for `events` from now on; a slot keeps its object until it is removed. */
  abstract update(slot: i32, object: Selectable, events: i32): void;
  /** Stops watching `slot` and gives back all that it held of the host's; harmless when it is not watched. */
  abstract remove(slot: i32): void;
  /** Whether anything is watched that can become ready. */
  abstract get isWatching(): bool;
  /** Gives its memory back, after everything was removed. It can't be used after. */
  abstract close(): void;
  /** Waits until something is ready or `timeoutNs` has passed (0: just looks). Returns how many slots are ready. */
  abstract wait(timeoutNs: i64): i32;
  /** The slot of the i-th ready one. */
  abstract readySlot(i: i32): i32;
  /** What the i-th ready one is ready for. */
  abstract readyMask(i: i32): i32;
}
