/** Bytes on their way, at most so many. */
export class Ring {
  size = 0;
  private readonly bytes: Uint8Array;
  private start = 0;

  constructor(readonly capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  get room(): number {
    return this.capacity - this.size;
  }

  /** Takes as many as there is room for; returns how many. */
  write(source: Uint8Array): number {
    const count = Math.min(source.length, this.room);
    const at = (this.start + this.size) % this.capacity;
    const first = Math.min(count, this.capacity - at);
    this.bytes.set(source.subarray(0, first), at);
    this.bytes.set(source.subarray(first, count), 0);
    this.size += count;
    return count;
  }

  /** Gives as many as there are and fit; returns how many. */
  read(target: Uint8Array): number {
    const count = Math.min(target.length, this.size);
    const first = Math.min(count, this.capacity - this.start);
    target.set(this.bytes.subarray(this.start, this.start + first));
    target.set(this.bytes.subarray(0, count - first), first);
    this.start = (this.start + count) % this.capacity;
    this.size -= count;
    return count;
  }

  clear(): void {
    this.size = 0;
  }
}
