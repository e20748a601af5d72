/**
 * The memory that pending operations own: bounded for one stream and for all of them together.
 *
 * Each stream always gets a little, and more as long as all together have not taken `EXTRA_BYTES`. So whatever 16,384 clients do,
 * they fit into the guest's memory: 16 MiB for reading and 8 for writing at least, and 8 more of each.
 *
 * A budget lies in memory as +0 what each stream always gets, +4 what was given beyond that; both in bytes.
 */

/** The most that one stream gets. */
export const MOST_BYTES: i32 = 65536;
/** What a connection that says nothing holds. */
export const LEAST_READ_BYTES: i32 = 1024;
const LEAST_WRITE_BYTES: i32 = 512;
/** The most that all streams of a budget take beyond what each always gets. */
const EXTRA_BYTES: i32 = 8 << 20;

/** Where a budget lies. */
export type Budget = usize;
/** For what is read. */
export const READ_BUDGET: Budget = memory.data<i32>([LEAST_READ_BYTES, 0]);
/** For what was written and the host did not take at once. */
export const WRITE_BUDGET: Budget = memory.data<i32>([LEAST_WRITE_BYTES, 0]);

/** How many bytes a stream that wants so many may take now. */
export function allowBytes(budget: Budget, wantedBytes: i32): i32 {
  return min(wantedBytes, load<i32>(budget) + max(EXTRA_BYTES - load<i32>(budget, 4), 0));
}

/** Gives `bytes` bytes. */
export function takeBytes(budget: Budget, bytes: i32): usize {
  store<i32>(budget, load<i32>(budget, 4) + max(bytes - load<i32>(budget), 0), 4);
  return heap.alloc(bytes);
}

/** Takes back what `takeBytes` gave; the next that wants as much gets it. */
export function giveBytes(budget: Budget, pointer: usize, bytes: i32): void {
  store<i32>(budget, load<i32>(budget, 4) - max(bytes - load<i32>(budget), 0), 4);
  heap.free(pointer);
}
