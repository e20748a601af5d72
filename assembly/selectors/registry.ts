import { Words } from '../wasi';
import { SelectorKey } from './selector-key';

const SLOT_BITS: i32 = 16;
const SLOT_MASK: i32 = (1 << SLOT_BITS) - 1;
const GENERATION_MASK: i32 = (1 << (31 - SLOT_BITS)) - 1;
const FIRST_ROOM: i32 = 64;

/** Objects that one selector can hold. */
export const REGISTRY_LIMIT: i32 = 1 << SLOT_BITS;

/** Gives the slot (index) of a token. */
export function slotOf(token: i32): i32 {
  return token & SLOT_MASK;
}

/**
 * The keys of one selector by token: slot and generation, so that a token of an object long gone finds nothing.
 *
 * Tokens are positive. Generations start at 1 and wrap after 32,767 uses of the same slot.
 */
export class Registry<T> {
  /** How many are registered. */
  size: i32 = 0;
  private keys: Array<SelectorKey<T> | null> = [];
  private generations: Words = new Words(FIRST_ROOM, 1);
  private freeSlots: Words = new Words(FIRST_ROOM, 0);
  private freeCount: i32 = 0;

  /** Slots in use or used before: where to end when walking through all. */
  get slots(): i32 {
    return this.keys.length;
  }

  /** Reserves a token; 0 when there is no room for one more. */
  open(): i32 {
    let slot = this.keys.length;
    if (this.freeCount > 0) slot = this.freeSlots.get(--this.freeCount);
    else if (slot == REGISTRY_LIMIT) return 0;
    else this.keys.push(null);
    this.generations.grow(slot + 1, 1);
    this.size++;
    return (this.generations.get(slot) << SLOT_BITS) | slot;
  }

  /** Keeps the key under its token, in place of an earlier one. */
  put(key: SelectorKey<T>): void {
    this.keys[slotOf(key.token)] = key;
  }

  /** Finds the key of a token; null when there is none, or no longer. */
  find(token: i32): SelectorKey<T> | null {
    const slot = slotOf(token);
    if (token <= 0 || slot >= this.keys.length) return null;
    const key = this.keys[slot];
    return key != null && key.token == token ? key : null;
  }

  /** Finds what stands in a slot. */
  at(slot: i32): SelectorKey<T> | null {
    return this.keys[slot];
  }

  /** Frees a token. */
  close(token: i32): void {
    const slot = slotOf(token);
    this.keys[slot] = null;
    this.generations.set(slot, max((this.generations.get(slot) + 1) & GENERATION_MASK, 1));
    this.freeSlots.grow(this.freeCount + 1, 0);
    this.freeSlots.set(this.freeCount++, slot);
    this.size--;
  }

  /** Gives its memory back, after everything was closed; it stays empty. */
  free(): void {
    this.keys = [];
    this.generations.free();
    this.freeSlots.free();
  }
}
