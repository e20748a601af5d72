/**
 * How values cross the door: the canonical ABI of the component model, seen from the guest.
 *
 * A result wider than one core value is written by the host at `RESULT`. A list (bytes read, ready indexes, arguments)
 * is written where `cabi_realloc` says. Neither allocates while a server runs: `RESULT` is static, and a call that
 * returns a list first prepares the place that the list, and what its items refer to, shall land in.
 *
 * Source: component-model, CanonicalABI.md ("Despecialization", "Storing", "Lifting").
 */

/** Where the host stores results; 64 bytes, valid until the next call into the host. */
export const RESULT: usize = memory.data(64, 8);

let preparedPointer: usize = 0;
let preparedBytes: i32 = 0;

/** Lets what the host returns next land at `pointer`, where `bytes` bytes are free, until `releaseList`. */
export function prepareList(pointer: usize, bytes: i32): void {
  preparedPointer = pointer;
  preparedBytes = bytes;
}

/** Takes the prepared place back. */
export function releaseList(): void {
  preparedPointer = 0;
}

/**
 * Gives the host room in the guest's memory (a core export that every component has).
 *
 * The prepared place where it is big enough, else the heap; who asked for a list without preparing frees it.
 */
export function cabi_realloc(pointer: usize, oldBytes: usize, align: usize, bytes: usize): usize {
  if (preparedPointer != 0 && <i32>bytes <= preparedBytes) {
    const prepared = preparedPointer;
    const taken = (<i32>bytes + 7) & ~7; // what lands behind it is aligned
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
