/** wasi:random/random@0.2.0. */

@external('wasi:random/random@0.2.0', 'get-random-u64')
declare function randomImport(): u64;

/** Returns 64 random bits, which nobody can guess. */
export function randomBits(): u64 {
  return randomImport();
}
