import { OutputStream, writeMemory } from './streams';

/** What a queue begins with; as many bytes are kept for the next queue when one becomes empty. */
const FIRST_BYTES: i32 = 512;
/** How many beginnings are kept. */
const MOST_SPARES: i32 = 1024;

/** The first spare beginning; each holds the address of the next. 0: there is none. */
let spare: usize = 0;
let spares: i32 = 0;

function takeFirst(): usize {
  if (spare == 0) return heap.alloc(FIRST_BYTES);
  const pointer = spare;
  spare = load<usize>(pointer);
  spares--;
  return pointer;
}

function giveBack(pointer: usize, room: i32): void {
  if (room != FIRST_BYTES || spares == MOST_SPARES) return heap.free(pointer);
  store<usize>(pointer, spare);
  spare = pointer;
  spares++;
}

/**
 * Bytes that wait to be sent, in order and in one piece, so that one write takes as many of them as the host grants.
 *
 * They lie outside the garbage collector's heap: an empty queue holds no memory, and a busy one makes no garbage.
 */
export class ByteQueue {
  /** How many bytes wait. */
  length: i32 = 0;
  /** How much memory it holds, in bytes. */
  room: i32 = 0;
  private pointer: usize = 0;
  private start: i32 = 0;

  /** Puts `bytes` bytes of `buffer` from `offset` at the end. */
  append(buffer: StaticArray<u8>, offset: i32, bytes: i32): void {
    assert(offset >= 0 && bytes >= 0 && offset <= buffer.length - bytes);
    this.makeRoom(bytes);
    memory.copy(this.pointer + this.start + this.length, changetype<usize>(buffer) + offset, bytes);
    this.length += bytes;
  }

  /** Puts a text at the end, as UTF-8. Returns its bytes. */
  appendText(text: string): i32 {
    const bytes = String.UTF8.byteLength(text);
    this.makeRoom(bytes);
    String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, this.pointer + this.start + this.length);
    this.length += bytes;
    return bytes;
  }

  /** Writes the first `bytes` bytes, which the host has granted, to a stream, and takes them out. Returns 0 or a failure. */
  writeTo(stream: OutputStream, bytes: i32): i32 {
    const failed = writeMemory(stream, this.pointer + this.start, bytes);
    if (failed == 0) this.take(bytes);
    return failed;
  }

  /** Forgets all and gives the memory back; it can be used again. */
  clear(): void {
    if (this.room > 0) giveBack(this.pointer, this.room);
    this.room = this.length = this.start = 0;
  }

  private take(bytes: i32): void {
    this.start += bytes;
    this.length -= bytes;
    if (this.length == 0) this.clear();
  }

  private makeRoom(bytes: i32): void {
    const needed = this.length + bytes;
    if (this.start + needed <= this.room) return;
    const old = this.pointer;
    const oldRoom = this.room;
    if (needed > oldRoom >> 1) {
      let room = max(oldRoom, FIRST_BYTES);
      while (room < needed) room <<= 1;
      this.room = room;
      this.pointer = room == FIRST_BYTES ? takeFirst() : heap.alloc(room);
    }
    if (oldRoom > 0) memory.copy(this.pointer, old + this.start, this.length);
    if (oldRoom > 0 && old != this.pointer) giveBack(old, oldRoom);
    this.start = 0;
  }
}
