import { Selectable } from '../net';
import { Words } from '../wasi/words';

const FIRST_ROOM: i32 = 64;

/**
 * One way a selector waits. It knows slots, interests and readiness; keys and their data are the selector's.
 *
 * After `wait`, `readySlot(i)` and `readyMask(i)` for i below its result tell what is ready: each slot once, the mask never 0
 * and never beyond what the slot is interested in.
 */
export abstract class Backend {
  /** How many slots are ready. */
  protected readyCount: i32 = 0;
  private masks: Words = new Words(FIRST_ROOM, 0);
  private readySlots: Words = new Words(FIRST_ROOM, 0);

  /** Watches `object` in `slot` for `events` from now on; a slot keeps its object until it is removed. */
  abstract update(slot: i32, object: Selectable, events: i32): void;
  /** Stops watching `slot` and gives back all that it held of the host's; harmless when it is not watched. */
  abstract remove(slot: i32): void;
  /** Whether anything is watched that can become ready. */
  abstract get isWatching(): bool;
  /** Waits until something is ready or `timeoutNs` has passed (0: just looks). Returns how many slots are ready. */
  abstract wait(timeoutNs: i64): i32;

  /** Gives its memory back, after everything was removed. It can't be used after. */
  close(): void {
    this.masks.free();
    this.readySlots.free();
  }

  /** The slot of the i-th ready one. */
  readySlot(i: i32): i32 {
    return this.readySlots.get(i);
  }

  /** What the i-th ready one is ready for. */
  readyMask(i: i32): i32 {
    return this.masks.get(this.readySlots.get(i));
  }

  /** Makes room for what is known about a slot. */
  protected growReady(slot: i32): void {
    this.masks.grow(slot + 1, 0);
    this.readySlots.grow(slot + 1, 0);
  }

  /** Forgets what was ready. */
  protected clearReady(): void {
    for (let i = 0; i < this.readyCount; i++) this.masks.set(this.readySlots.get(i), 0);
    this.readyCount = 0;
  }

  /** A slot is ready for an event, besides those that it was marked for. */
  protected markReady(slot: i32, event: i32): void {
    const mask = this.masks.get(slot);
    if (mask == 0) this.readySlots.set(this.readyCount++, slot);
    this.masks.set(slot, mask | event);
  }
}
