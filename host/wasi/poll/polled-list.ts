import { MAX_HANDLES, Trap } from '../resources.ts';

/** Below this many handles a loop is quicker than a call. */
const FEW = 64;
/** How many handles are compared with one call. */
const CHUNK = 2048;
const WORD_BYTES = 4;
const NO_HANDLE = -1;

/**
 * A list of handles as it was polled last, and where in it each handle is.
 *
 * Bringing it up to date compares memory, at some 0.1 ns a handle, and costs more only where the list has changed. After that
 * the places of a handle, or that it has none, are known at once.
 */
export class PolledList {
  private count = 0;
  private handles: Int32Array<ArrayBuffer> = new Int32Array(0);
  private handleBytes: Buffer = Buffer.alloc(0);
  /** By handle: 1 + an index in the list; 0: it is not in it. */
  private places = new Int32Array(256);
  private hasDuplicates = false;
  /** By index, while there are duplicates: 1 + another index of the same handle; 0: there is no other. */
  private others = new Int32Array(0);
  private words: Int32Array | undefined;
  private bytes: Uint8Array = new Uint8Array();

  /**
   * Makes it the list of `count` words from `start` on. Traps when one can be no handle. `check` is called for each handle that
   * is new in the list, and traps when that is none of a pollable.
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

  /** Whether the list has a handle. */
  has(handle: number): boolean {
    return (this.places[handle] ?? 0) > 0;
  }

  /** Stores all indexes of a handle from `at` on; returns where the next ones go. */
  collect(handle: number, found: Int32Array, at: number): number {
    let place = this.places[handle] ?? 0;
    while (place > 0) {
      found[at++] = place - 1;
      place = this.hasDuplicates ? this.others[place - 1]! : 0;
    }
    return at;
  }

  /** Takes note that a handle means nothing now: where it is polled again, it is a new one. */
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

  /** Whether the new list has the handle at another index too, of those seen so far. */
  private isElsewhere(handle: number, index: number, words: Int32Array, start: number): boolean {
    if (handle < 0 || handle > MAX_HANDLES) throw new Trap(`handle ${handle} is no Pollable`);
    if (handle >= this.places.length) this.places = grown(this.places, handle + 1);
    const other = this.places[handle]! - 1;
    return other >= 0 && other !== index && other < this.count && words[start + other] === handle;
  }

  /** Finds out about duplicates. Rare: a guest has no reason to wait for one thing twice. */
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

/** Makes a longer copy; it doubles, so that growing is rare. */
function grown(array: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(Math.max(2 * array.length, atLeast));
  longer.set(array);
  return longer;
}
