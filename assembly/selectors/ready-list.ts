import { Words } from '../wasi';
import { SelectorKey } from './registry';

/** What `select` found ready: keys and masks. It belongs to the selector and is valid until its next `select`. */
export class ReadyList<T> {
  /** How many objects are ready. */
  length: i32 = 0;
  private keys: Array<SelectorKey<T> | null> = [];
  private masks: Words = new Words(1, 0);

  /** Returns the i-th key. Dispatch it only if it is still `registered`. */
  key(i: i32): SelectorKey<T> {
    if (i >= this.length) unreachable();
    return changetype<SelectorKey<T>>(this.keys[i]);
  }

  /** Returns what the i-th object is ready for: EVENT_READ, EVENT_WRITE or both. */
  mask(i: i32): i32 {
    return this.masks.get(i);
  }

  /** Appends a key. */
  push(key: SelectorKey<T>, mask: i32): void {
    const i = this.length++;
    if (i == this.keys.length) this.keys.push(key);
    else this.keys[i] = key;
    this.masks.grow(this.length, 0);
    this.masks.set(i, mask);
  }

  /** Removes all, keys included, so that none is kept alive; the capacity stays. */
  clear(): void {
    for (let i = 0; i < this.length; i++) this.keys[i] = null;
    this.length = 0;
  }

  /** Frees the memory; it stays empty. */
  free(): void {
    this.clear();
    this.masks.free();
  }
}
