/**
 * Blocks of memory outside the garbage collector's heap, for bytes that come and go: they make no garbage.
 *
 * A block is known by its address, which means nothing above the seam.
 */

/** The capacity of the smallest blocks. Freed ones are kept for the next `allocateBlock`. */
export const MIN_BLOCK_BYTES: i32 = 512;
/** How many of them are kept. */
const MAX_SPARE_BLOCKS: i32 = 1024;

/** The address of a block; 0: none. */
export type Block = usize;

/** The first spare block; each holds the address of the next. 0: there is none. */
let firstSpare: Block = 0;
let spareBlocks: i32 = 0;

/** Allocates a block for `capacity` bytes, at least MIN_BLOCK_BYTES. */
export function allocateBlock(capacity: i32): Block {
  if (capacity != MIN_BLOCK_BYTES || firstSpare == 0) return heap.alloc(capacity);
  const block = firstSpare;
  firstSpare = load<Block>(block);
  spareBlocks--;
  return block;
}

/** Frees a block that was allocated for `capacity` bytes. */
export function freeBlock(block: Block, capacity: i32): void {
  if (capacity != MIN_BLOCK_BYTES || spareBlocks == MAX_SPARE_BLOCKS) return heap.free(block);
  store<Block>(block, firstSpare);
  firstSpare = block;
  spareBlocks++;
}

/** Copies `bytes` bytes of `buffer` from `offset` to `start` in a block. Traps when they are not all in the buffer. */
export function copyToBlock(
  block: Block,
  start: i32,
  buffer: StaticArray<u8>,
  offset: i32,
  bytes: i32,
): void {
  assert(offset >= 0 && bytes >= 0 && offset <= buffer.length - bytes);
  memory.copy(block + start, changetype<usize>(buffer) + offset, bytes);
}

/** Copies `bytes` bytes from `start` in a block to `buffer` at `offset`. Traps when there is no room for them in the buffer. */
export function copyFromBlock(
  block: Block,
  start: i32,
  buffer: StaticArray<u8>,
  offset: i32,
  bytes: i32,
): void {
  assert(offset >= 0 && bytes >= 0 && offset <= buffer.length - bytes);
  memory.copy(changetype<usize>(buffer) + offset, block + start, bytes);
}

/** Encodes a text as UTF-8 to `start` in a block; half of a surrogate pair becomes U+FFFD. */
export function encodeToBlock(block: Block, start: i32, text: string): void {
  String.UTF8.encodeUnsafe(
    changetype<usize>(text),
    text.length,
    block + start,
    false,
    String.UTF8.ErrorMode.REPLACE,
  );
}

/** Moves `bytes` bytes from `start` in one block to the beginning of another, or of the same one. */
export function moveBlock(to: Block, from: Block, start: i32, bytes: i32): void {
  memory.copy(to, from + start, bytes);
}
