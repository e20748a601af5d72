/**
 * The memory of pending operations, which is bounded for each stream and for all streams together.
 *
 * Each stream may always take the budget's minimum, and more while all streams together have taken less than `MAX_EXTRA_BYTES` beyond
 * it. So 16,384 connections fit into the guest's memory: they take at most 8 + 8 MiB for reading and 8 + 8 MiB for writing.
 *
 * A budget in memory: +0 the minimum of each stream, +4 what was taken beyond the minimum; both i32, in bytes.
 */

/** What one stream takes at most. */
export const MAX_BYTES: i32 = 65536;
/** What an idle connection holds. */
export const MIN_READ_BYTES: i32 = 512;
const MIN_WRITE_BYTES: i32 = 512;
/** What all streams of a budget take beyond the minimum, at most. */
const MAX_EXTRA_BYTES: i32 = 8 << 20;

/** The address of a budget. */
export type Budget = usize;
/** The budget of read buffers. */
export const READ_BUDGET: Budget = memory.data<i32>([MIN_READ_BYTES, 0]);
/** The budget of bytes that the host did not take at once. */
export const WRITE_BUDGET: Budget = memory.data<i32>([MIN_WRITE_BYTES, 0]);

/** Returns how many of `wantedBytes` a stream may take now. */
export function allowBytes(budget: Budget, wantedBytes: i32): i32 {
  return min(wantedBytes, load<i32>(budget) + max(MAX_EXTRA_BYTES - load<i32>(budget, 4), 0));
}

/** Allocates `bytes` bytes, no more than `allowBytes` returned. */
export function takeBytes(budget: Budget, bytes: i32): usize {
  store<i32>(budget, load<i32>(budget, 4) + max(bytes - load<i32>(budget), 0), 4);
  return heap.alloc(bytes);
}

/** Frees what `takeBytes` allocated; the heap reuses it for the next stream that takes as much. */
export function giveBytes(budget: Budget, pointer: usize, bytes: i32): void {
  store<i32>(budget, load<i32>(budget, 4) - max(bytes - load<i32>(budget), 0), 4);
  heap.free(pointer);
}
