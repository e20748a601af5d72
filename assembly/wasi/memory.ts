/**
 * How values cross the door: the canonical ABI of the component model, seen from the guest.
 *
 * A result wider than one core value is written by the host at `RESULT`. A list (bytes read, ready indexes, arguments)
 * is written where `cabi_realloc` says. Neither allocates while a server runs: `RESULT` is static, and a call that
 * returns a list first prepares the buffer that the list shall land in.
 *
 * Source: component-model, CanonicalABI.md ("Despecialization", "Storing", "Lifting").
 */

/** Where the host stores results; 64 bytes, valid until the next call into the host. */
export const RESULT: usize = memory.data(64, 8);

let preparedPointer: usize = 0;
let preparedBytes: usize = 0;

/** Lets the next list that the host returns land at `pointer`, where `bytes` bytes are free. */
export function prepareList(pointer: usize, bytes: usize): void {
  preparedPointer = pointer;
  preparedBytes = bytes;
}

/** Takes the prepared place back; a list of no items does not use it up. */
export function releaseList(): void {
  preparedPointer = 0;
}

/**
 * Gives the host room in the guest's memory (a core export that every component has).
 *
 * The prepared place where it is big enough, else the heap; who asked for a list without preparing frees it.
 */
export function cabi_realloc(pointer: usize, oldBytes: usize, align: usize, bytes: usize): usize {
  if (preparedPointer != 0 && bytes <= preparedBytes) {
    const prepared = preparedPointer;
    preparedPointer = 0;
    return prepared;
  }
  return pointer == 0 ? heap.alloc(bytes) : heap.realloc(pointer, bytes);
}
