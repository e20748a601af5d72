import { Words } from '../wasi';
import { SelectorKey } from './selector-key';

/** What `select` found ready: keys and masks. It is the selector's own and good until its next `select`. */
export class ReadyList<T> {
  /** How many are ready. */
  length: i32 = 0;
  private keys: Array<SelectorKey<T> | null> = [];
  private masks: Words = new Words(1, 0);

  /** The registration of the i-th; dispatch only if it is still `registered`. */
  key(i: i32): SelectorKey<T> {
    if (i >= this.length) unreachable();
    return changetype<SelectorKey<T>>(this.keys[i]);
  }

  /** What the i-th is ready for: EVENT_READ, EVENT_WRITE or both. */
  mask(i: i32): i32 {
    return this.masks.get(i);
  }

  /** Adds one. */
  push(key: SelectorKey<T>, mask: i32): void {
    const i = this.length++;
    if (i == this.keys.length) this.keys.push(key);
    else this.keys[i] = key;
    this.masks.grow(this.length, 0);
    this.masks.set(i, mask);
  }

  /** Forgets all, keys included, so that none is kept alive; the room stays. */
  clear(): void {
    for (let i = 0; i < this.length; i++) this.keys[i] = null;
    this.length = 0;
  }

  /** Gives its memory back; it stays empty. */
  free(): void {
    this.clear();
    this.masks.free();
  }
}
