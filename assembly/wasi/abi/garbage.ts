/** What counts as large. */
const LARGE_BYTES: i32 = 16384;
/** After so many bytes of large objects, all garbage is collected. */
const LIMIT_BYTES: i32 = 16 << 20;

let allocatedBytes: i32 = 0;

/**
 * Counts an object that is about to be allocated, in bytes, if it is large. Called by whoever makes objects as large as a peer wants.
 *
 * The garbage collector takes a step for each allocation, whatever its size. With many small objects alive, such as thousands of
 * connections, it takes hundreds of steps to come round; meanwhile as many large ones would fill the memory, though all are garbage.
 */
export function countLarge(bytes: i32): void {
  if (bytes < LARGE_BYTES) return;
  allocatedBytes += bytes;
  if (allocatedBytes < LIMIT_BYTES) return;
  allocatedBytes = 0;
  // @ts-expect-error: AssemblyScript has it, and its types for editors leave it out
  __collect();
}
