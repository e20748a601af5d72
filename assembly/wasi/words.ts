/**
 * A row of 32-bit integers at one place in memory, as the host reads and writes them.
 *
 * It lives outside the garbage collector's heap, so using it costs what an array of C costs: who makes it must `free` it.
 */
@unmanaged
export class Words {
  /** Where the first one is. For the seam alone; it moves when the row grows. */
  pointer: usize;
  length: i32 = 0;

  constructor(length: i32, fill: i32) {
    this.pointer = heap.alloc(0);
    this.grow(length, fill);
  }

  /** Reads the i-th. */
  get(i: i32): i32 {
    assert(<u32>i < <u32>this.length);
    return load<i32>(this.pointer + ((<usize>i) << 2));
  }

  /** Writes the i-th. */
  set(i: i32, value: i32): void {
    assert(<u32>i < <u32>this.length);
    store<i32>(this.pointer + ((<usize>i) << 2), value);
  }

  /** Makes it at least `length` long, and at least doubles it, unless it is long enough; new items are `fill`. */
  grow(length: i32, fill: i32): void {
    if (length <= this.length) return;
    const start = this.length;
    this.length = max(length, start << 1);
    this.pointer = heap.realloc(this.pointer, (<usize>this.length) << 2);
    for (let i = start; i < this.length; i++) this.set(i, fill);
  }

  /** Gives its memory back. It can't be used after. */
  free(): void {
    heap.free(this.pointer);
    heap.free(changetype<usize>(this));
  }
}
