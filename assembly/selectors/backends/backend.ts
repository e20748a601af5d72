import { Selectable } from '../../net';
import { Words } from '../../wasi';

const FIRST_CAPACITY: i32 = 64;

/**
 * One way a selector waits. It knows slots, interests and readiness; keys and their data are the selector's.
 *
 * After `wait`, `readySlot(i)` and `readyMask(i)` for i below its result tell what is ready. Each slot is reported once; its mask is
 * not 0 and holds only events of its interest.
 */
export abstract class Backend {
  /** How many slots are ready. */
  protected readyCount: i32 = 0;
  private masks: Words = new Words(FIRST_CAPACITY, 0);
  private readySlots: Words = new Words(FIRST_CAPACITY, 0);

  /** Watches `object` in `slot` for `events` from now on; a slot keeps its object until it is removed. */
  abstract update(slot: i32, object: Selectable, events: i32): void;
  /** Stops watching `slot` and drops its pollables; harmless when it is not watched. */
  abstract remove(slot: i32): void;
  /** Whether anything is watched that can become ready. */
  abstract get isWatching(): bool;
  /** Waits until something is ready or `timeoutNs` has passed (0: does not wait). Returns how many slots are ready. */
  abstract wait(timeoutNs: i64): i32;

  /** Frees the memory, after all slots were removed; the backend can't be used afterwards. */
  close(): void {
    this.masks.free();
    this.readySlots.free();
  }

  /** Returns the i-th ready slot. */
  readySlot(i: i32): i32 {
    return this.readySlots.get(i);
  }

  /** Returns the events that the i-th ready slot is ready for. */
  readyMask(i: i32): i32 {
    return this.masks.get(this.readySlots.get(i));
  }

  /** Grows the arrays to hold `slot`. */
  protected growReady(slot: i32): void {
    this.masks.grow(slot + 1, 0);
    this.readySlots.grow(slot + 1, 0);
  }

  /** Forgets what was ready. */
  protected clearReady(): void {
    for (let i = 0; i < this.readyCount; i++) this.masks.set(this.readySlots.get(i), 0);
    this.readyCount = 0;
  }

  /** Marks a slot as ready for an event, besides those that it is marked for. */
  protected markReady(slot: i32, event: i32): void {
    const mask = this.masks.get(slot);
    if (mask == 0) this.readySlots.set(this.readyCount++, slot);
    this.masks.set(slot, mask | event);
  }
}
