/**
 * Memory in the canonical ABI: where lifted and lowered values lie in the guest.
 *
 * The host stores a result wider than one core value at `RESULT`. It stores a list (bytes read, ready indexes, arguments) where
 * `cabi_realloc` says. Neither allocates while a server runs: `RESULT` is static, and the caller of a function that returns a list
 * first prepares the place for the list and for what its items point to.
 *
 * Source: component-model, CanonicalABI.md ("Despecialization", "Storing", "Lifting").
 */

/** Where the host stores results; 64 bytes, valid until the next call into the host. */
export const RESULT: usize = memory.data(64, 8);

let preparedPointer: usize = 0;
let preparedBytes: i32 = 0;

/** Makes `cabi_realloc` hand out the `bytes` bytes at `pointer`, until `releaseList`. */
export function prepareList(pointer: usize, bytes: i32): void {
  preparedPointer = pointer;
  preparedBytes = bytes;
}

/** Ends what `prepareList` began. */
export function releaseList(): void {
  preparedPointer = 0;
}

/**
 * Allocates memory for the host. Every component's core module exports it.
 *
 * It hands out the prepared place if that is large enough, else memory of the heap; a caller that asks for a list without preparing
 * frees it.
 */
export function cabi_realloc(pointer: usize, oldBytes: usize, align: usize, bytes: usize): usize {
  if (preparedPointer != 0 && <i32>bytes <= preparedBytes) {
    const prepared = preparedPointer;
    const taken = (<i32>bytes + 7) & ~7; // keeps what is stored next aligned
    preparedPointer += taken;
    preparedBytes -= taken;
    return prepared;
  }
  return pointer == 0 ? heap.alloc(bytes) : heap.realloc(pointer, bytes);
}

/** Copies bytes between buffers, which may be the same one. Traps when they are outside. */
export function copyBytes(
  from: StaticArray<u8>,
  fromStart: i32,
  to: StaticArray<u8>,
  toStart: i32,
  bytes: i32,
): void {
  assert(bytes >= 0 && fromStart >= 0 && fromStart <= from.length - bytes);
  assert(toStart >= 0 && toStart <= to.length - bytes);
  memory.copy(changetype<usize>(to) + toStart, changetype<usize>(from) + fromStart, bytes);
}
