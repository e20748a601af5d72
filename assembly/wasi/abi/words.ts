/**
 * A growable array of 32-bit integers, contiguous in memory as the host reads and writes it.
 *
 * It is not garbage-collected, so access costs what an array of C costs; its owner must `free` it.
 */
@unmanaged
export class Words {
  /** Where the first item is; for the seam alone. It changes when the array grows. */
  pointer: usize;
  /** How many items there are. */
  length: i32 = 0;

  constructor(length: i32, fill: i32) {
    this.pointer = heap.alloc(0);
    this.grow(length, fill);
  }

  /** Returns the i-th item. */
  get(i: i32): i32 {
    assert(<u32>i < <u32>this.length);
    return load<i32>(this.pointer + ((<usize>i) << 2));
  }

  /** Sets the i-th item. */
  set(i: i32, value: i32): void {
    assert(<u32>i < <u32>this.length);
    store<i32>(this.pointer + ((<usize>i) << 2), value);
  }

  /** Makes the array at least `length` long, at least doubling it, unless it is long enough; new items are `fill`. */
  grow(length: i32, fill: i32): void {
    if (length <= this.length) return;
    const start = this.length;
    this.length = max(length, start << 1);
    this.pointer = heap.realloc(this.pointer, (<usize>this.length) << 2);
    for (let i = start; i < this.length; i++) this.set(i, fill);
  }

  /** Frees the memory; the array can't be used afterwards. */
  free(): void {
    heap.free(this.pointer);
    heap.free(changetype<usize>(this));
  }
}
