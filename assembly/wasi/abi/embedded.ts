/**
 * Files that are compiled in: they lie below the compiler's own data, where the build puts them (host/build/embed.ts).
 *
 * The build reads other numbers for the two here where it has something to put there.
 */

/** Where they start. */
const EMBEDDED_START: usize = 0;
/** How many bytes they are. */
const EMBEDDED_BYTES: i32 = 0;

/** Returns a byte of what is compiled in. Traps outside of it. */
export function embeddedByte(offset: i32): u8 {
  assert(offset >= 0 && offset < EMBEDDED_BYTES);
  return load<u8>(EMBEDDED_START + offset);
}

/** Returns a word of what is compiled in; 0: nothing is. Traps when it reaches outside. */
export function embeddedWord(offset: i32): i32 {
  if (EMBEDDED_BYTES == 0) return 0;
  assert(offset >= 0 && offset <= EMBEDDED_BYTES - 4);
  return load<i32>(EMBEDDED_START + offset);
}

/** Copies bytes of what is compiled in. Traps when they are not all within it, or in the buffer. */
export function copyEmbedded(offset: i32, buffer: StaticArray<u8>, start: i32, bytes: i32): void {
  assert(bytes >= 0 && offset >= 0 && offset <= EMBEDDED_BYTES - bytes);
  assert(start >= 0 && start <= buffer.length - bytes);
  memory.copy(changetype<usize>(buffer) + start, EMBEDDED_START + offset, bytes);
}
