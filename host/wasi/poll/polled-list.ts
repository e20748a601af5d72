import { MAX_HANDLES, Trap } from '../resources.ts';

/** Fewer handles than this are compared faster by a loop than by a call. */
const FEW = 64;
/** How many handles one call compares. */
const CHUNK = 2048;
const WORD_BYTES = 4;
const NO_HANDLE = -1;

/**
 * The list of handles that was polled last, with the indexes of each handle in it.
 *
 * An update compares memory, at about 0.1 ns a handle, and costs more only where the list has changed. After it the indexes of a
 * handle are found without a search.
 */
export class PolledList {
  private count = 0;
  private handles: Int32Array<ArrayBuffer> = new Int32Array(0);
  private handleBytes: Buffer = Buffer.alloc(0);
  /** By handle: 1 + an index of it in the list; 0: it is not in the list. */
  private places = new Int32Array(256);
  private hasDuplicates = false;
  /** By index, while the list has duplicates: 1 + another index of the same handle; 0: there is no other. */
  private others = new Int32Array(0);
  private words: Int32Array | undefined;
  private bytes: Uint8Array = new Uint8Array();

  /**
   * Replaces the list by the `count` words from `start` on. Traps when one of them can't be a handle. `check` is called for each handle
   * that is new in the list; it should trap when that is not a pollable's.
   */
  update(words: Int32Array, start: number, count: number, check = (_handle: number): void => {}): void {
    if (this.handles.length < count) this.reserve(count);
    const wasCount = this.count;
    for (let i = count; i < wasCount; i++) this.forget(i);
    this.count = count;
    let isRepeated = this.hasDuplicates && count !== wasCount;
    for (let from = 0; from < count; from += CHUNK) {
      const to = Math.min(from + CHUNK, count);
      if (to <= wasCount && to - from >= FEW && this.isSame(words, start, from, to)) continue;
      for (let i = from; i < to; i++) {
        const handle = words[start + i]!;
        if (i < wasCount && this.handles[i] === handle) continue;
        if (i < wasCount) this.forget(i);
        check(handle);
        if (this.isElsewhere(handle, i, words, start) || this.hasDuplicates) isRepeated = true;
        this.handles[i] = handle;
        this.places[handle] = i + 1;
      }
    }
    if (isRepeated) this.rebuild();
  }

  /** Whether a handle is in the list. */
  has(handle: number): boolean {
    return (this.places[handle] ?? 0) > 0;
  }

  /** Stores all indexes of a handle in `found`, from `at` on; returns the place after them. */
  collect(handle: number, found: Int32Array, at: number): number {
    let place = this.places[handle] ?? 0;
    while (place > 0) {
      found[at++] = place - 1;
      place = this.hasDuplicates ? this.others[place - 1]! : 0;
    }
    return at;
  }

  /** Forgets a handle that the guest has dropped. If it is polled again, it is checked as a new one. */
  drop(handle: number): void {
    let place = this.places[handle] ?? 0;
    if (place > 0) this.places[handle] = 0;
    while (place > 0) {
      this.handles[place - 1] = NO_HANDLE;
      place = this.hasDuplicates ? this.others[place - 1]! : 0;
    }
  }

  private forget(index: number): void {
    const handle = this.handles[index]!;
    if (this.places[handle] === index + 1) this.places[handle] = 0;
  }

  /** Whether the handle is at another index too, in the part of the new list that was seen so far. */
  private isElsewhere(handle: number, index: number, words: Int32Array, start: number): boolean {
    if (handle < 0 || handle > MAX_HANDLES) throw new Trap(`handle ${handle} is not a Pollable`);
    if (handle >= this.places.length) this.places = grown(this.places, handle + 1);
    const other = this.places[handle]! - 1;
    return other >= 0 && other !== index && other < this.count && words[start + other] === handle;
  }

  /** Finds the duplicates. This is rare, since a guest has no reason to list a pollable twice. */
  private rebuild(): void {
    const { count, handles, places } = this;
    if (this.others.length < handles.length) this.others = new Int32Array(handles.length);
    this.hasDuplicates = false;
    for (let i = 0; i < count; i++) places[handles[i]!] = 0;
    for (let i = 0; i < count; i++) {
      const handle = handles[i]!;
      this.others[i] = places[handle]!;
      if (places[handle] !== 0) this.hasDuplicates = true;
      places[handle] = i + 1;
    }
  }

  private isSame(words: Int32Array, start: number, from: number, to: number): boolean {
    if (this.words !== words) {
      this.words = words;
      this.bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    }
    const at = (start + from) * WORD_BYTES;
    const end = (start + to) * WORD_BYTES;
    return this.handleBytes.compare(this.bytes, at, end, from * WORD_BYTES, to * WORD_BYTES) === 0;
  }

  private reserve(count: number): void {
    this.handles = grown(this.handles, count);
    this.handleBytes = Buffer.from(this.handles.buffer);
  }
}

/** Makes a copy of at least double the length, so that growing is rare. */
function grown(array: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(Math.max(2 * array.length, atLeast));
  longer.set(array);
  return longer;
}
