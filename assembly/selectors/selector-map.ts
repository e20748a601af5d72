import { Selectable } from '../net';
import { Registry } from './registry';
import { SelectorKey } from './selector-key';

/** The live, read-only view that `getMap` gives: tokens to keys. Empty for ever once the selector is closed. */
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

  /** Finds an object's key, or null. */
  get(object: Selectable): SelectorKey<T> | null {
    const key = this.registry.find(object.token);
    return key != null && key.object === object ? key : null;
  }

  /** Finds a token's key, or null. */
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

  /** Gives the tokens, as a snapshot that may be walked while registrations change. */
  tokens(): i32[] {
    const tokens = new Array<i32>();
    for (let slot = 0; slot < this.registry.slots; slot++) {
      const key = this.registry.at(slot);
      if (key != null) tokens.push(key.token);
    }
    return tokens;
  }

  /** Gives the keys, as a snapshot that may be walked while registrations change. */
  values(): SelectorKey<T>[] {
    const keys = new Array<SelectorKey<T>>();
    for (let slot = 0; slot < this.registry.slots; slot++) {
      const key = this.registry.at(slot);
      if (key != null) keys.push(key);
    }
    return keys;
  }
}
