/** The least that a read asks for. wasmtime allocates and clears what a read asks for: it should be about as much as is likely to be there. */
export const MIN_READ_BYTES: i32 = 1024;
/** The most that a read asks for, which is the most that a host gives at once. */
export const MAX_READ_BYTES: i32 = 65536;
/** The most that a splice asks for: the Node host moves bytes within the kernel where it may move more than a read takes. */
export const MAX_SPLICE_BYTES: i32 = 262144;

/**
 * Gives how many bytes the next read asks for: about as many as have arrived, `maxBytes` at most. `asked`, `bytes`: what the last one asked
 * for, and got. `wasFull`: the one before was full; then the last one had what is left of a message, which says little about their length.
 */
export function nextReadBytes(asked: i32, bytes: i32, wasFull: bool, maxBytes: i32): i32 {
  if (bytes == asked) return min(bytes << 1, maxBytes);
  return bytes > 0 && bytes < asked >> 2 && !wasFull ? max(asked >> 1, MIN_READ_BYTES) : asked;
}
