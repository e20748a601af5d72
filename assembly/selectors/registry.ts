import { Selectable } from '../net';
import { Words } from '../wasi';

const SLOT_BITS: i32 = 16;
const SLOT_MASK: i32 = (1 << SLOT_BITS) - 1;
const GENERATION_MASK: i32 = (1 << (31 - SLOT_BITS)) - 1;
const FIRST_CAPACITY: i32 = 64;

/** How many objects one selector can hold. */
export const REGISTRY_LIMIT: i32 = 1 << SLOT_BITS;

/** Returns the slot, an index, of a token. */
export function slotOf(token: i32): i32 {
  return token & SLOT_MASK;
}

/** One registration. It does not change: `modify` makes a new one. */
export class SelectorKey<T> {
  /** False after it was unregistered or replaced by `modify`: what an earlier `select` found for it is out of date. */
  registered: bool = true;

  constructor(
    /** The registered object. */
    readonly object: Selectable,
    /** The object's number in this selector; no other object has it while this one is registered. */
    readonly token: i32,
    /** EVENT_READ, EVENT_WRITE or both. */
    readonly events: i32,
    /** What the program attached: a callback, an object of its own. */
    readonly data: T,
  ) {}
}

/**
 * The keys of one selector by token. A token is a slot and a generation, so that the token of an unregistered object finds nothing.
 *
 * Tokens are positive. Generations start at 1 and wrap after 32,767 uses of the same slot.
 */
export class Registry<T> {
  /** How many are registered. */
  size: i32 = 0;
  private keys: Array<SelectorKey<T> | null> = [];
  private generations: Words = new Words(FIRST_CAPACITY, 1);
  private freeSlots: Words = new Words(FIRST_CAPACITY, 0);
  private freeCount: i32 = 0;

  /** How many slots are in use or were: the limit for iterating over all. */
  get slots(): i32 {
    return this.keys.length;
  }

  /** Reserves a token. Returns 0 when the registry is full. */
  open(): i32 {
    let slot = this.keys.length;
    if (this.freeCount > 0) slot = this.freeSlots.get(--this.freeCount);
    else if (slot == REGISTRY_LIMIT) return 0;
    else this.keys.push(null);
    this.generations.grow(slot + 1, 1);
    this.size++;
    return (this.generations.get(slot) << SLOT_BITS) | slot;
  }

  /** Stores a key under its token, in place of an earlier one. */
  put(key: SelectorKey<T>): void {
    this.keys[slotOf(key.token)] = key;
  }

  /** Returns the key of a token; null if the token is not, or no longer, in use. */
  find(token: i32): SelectorKey<T> | null {
    const slot = slotOf(token);
    if (token <= 0 || slot >= this.keys.length) return null;
    const key = this.keys[slot];
    return key != null && key.token == token ? key : null;
  }

  /** Returns the key in a slot; null: the slot is free. */
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

  /** Frees the memory, after all tokens were closed; it stays empty. */
  free(): void {
    this.keys = [];
    this.generations.free();
    this.freeSlots.free();
  }
}

/** The live, read-only view from tokens to keys that `getMap` returns. It stays empty after the selector is closed. */
export class SelectorMap<T> {
  constructor(private registry: Registry<T>) {}

  /** How many objects are registered. */
  get size(): i32 {
    return this.registry.size;
  }

  /** Whether the object is registered. */
  has(object: Selectable): bool {
    return this.get(object) != null;
  }

  /** Returns an object's key, or null. */
  get(object: Selectable): SelectorKey<T> | null {
    const key = this.registry.find(object.token);
    return key != null && key.object === object ? key : null;
  }

  /** Returns a token's key, or null. */
  getByToken(token: i32): SelectorKey<T> | null {
    return this.registry.find(token);
  }

  /** Calls `callback` with each key; it may change registrations. */
  forEach(callback: (key: SelectorKey<T>) => void): void {
    for (let slot = 0; slot < this.registry.slots; slot++) {
      const key = this.registry.at(slot);
      if (key != null) callback(key);
    }
  }

  /** Returns the tokens, as a snapshot: registrations may change while it is iterated over. */
  tokens(): i32[] {
    const tokens = new Array<i32>();
    for (let slot = 0; slot < this.registry.slots; slot++) {
      const key = this.registry.at(slot);
      if (key != null) tokens.push(key.token);
    }
    return tokens;
  }

  /** Returns the keys, as a snapshot: registrations may change while it is iterated over. */
  values(): SelectorKey<T>[] {
    const keys = new Array<SelectorKey<T>>();
    for (let slot = 0; slot < this.registry.slots; slot++) {
      const key = this.registry.at(slot);
      if (key != null) keys.push(key);
    }
    return keys;
  }
}
