import {
  Block,
  MIN_BLOCK_BYTES,
  OutputStream,
  allocateBlock,
  copyFromBlock,
  copyToBlock,
  encodeToBlock,
  freeBlock,
  moveBlock,
  writeBlock,
} from '../wasi';

/**
 * Bytes that wait to be sent, in order and contiguous, so that one write takes as many of them as the host grants.
 *
 * They are not in the garbage collector's heap: an empty queue holds no memory, and a busy one makes no garbage.
 */
export class ByteQueue {
  /** How many bytes wait. */
  length: i32 = 0;
  /** How much memory the queue holds, in bytes. */
  capacity: i32 = 0;
  private block: Block = 0;
  /** Where in the block the bytes start. */
  private start: i32 = 0;

  /** Appends `bytes` bytes of `buffer` from `offset` on. Traps when they are not all in the buffer. */
  append(buffer: StaticArray<u8>, offset: i32, bytes: i32): void {
    this.reserve(bytes);
    copyToBlock(this.block, this.start + this.length, buffer, offset, bytes);
    this.length += bytes;
  }

  /** Appends a text as UTF-8. Returns its bytes. */
  appendText(text: string): i32 {
    const bytes = String.UTF8.byteLength(text);
    this.reserve(bytes);
    encodeToBlock(this.block, this.start + this.length, text);
    this.length += bytes;
    return bytes;
  }

  /** Copies all bytes to `buffer` at `offset`. Traps when there is no room for them. */
  copyTo(buffer: StaticArray<u8>, offset: i32): void {
    copyFromBlock(this.block, this.start, buffer, offset, this.length);
  }

  /** Writes the first `bytes` bytes, which the host has granted, to a stream and removes them. Returns 0 or a failure. */
  writeTo(stream: OutputStream, bytes: i32): i32 {
    const failed = writeBlock(stream, this.block, this.start, bytes);
    if (failed == 0) this.remove(bytes);
    return failed;
  }

  /** Removes all bytes and frees the memory; the queue can be used again. */
  clear(): void {
    if (this.capacity > 0) freeBlock(this.block, this.capacity);
    this.capacity = this.length = this.start = 0;
  }

  private remove(bytes: i32): void {
    this.start += bytes;
    this.length -= bytes;
    if (this.length == 0) this.clear();
  }

  /** Makes the block large enough for `bytes` more bytes. */
  private reserve(bytes: i32): void {
    const needed = this.length + bytes;
    if (this.start + needed <= this.capacity) return;
    const old = this.block;
    const oldCapacity = this.capacity;
    if (needed > oldCapacity >> 1) {
      let capacity = max(oldCapacity, MIN_BLOCK_BYTES);
      while (capacity < needed) capacity <<= 1;
      this.capacity = capacity;
      this.block = allocateBlock(capacity);
    }
    if (oldCapacity > 0) moveBlock(this.block, old, this.start, this.length);
    if (oldCapacity > 0 && old != this.block) freeBlock(old, oldCapacity);
    this.start = 0;
  }
}
