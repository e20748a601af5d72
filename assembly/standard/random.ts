import { randomBits } from '../wasi';

/** Seeds `Math.random`: 64 random bits. */
export function seed(): f64 {
  return reinterpret<f64>(randomBits());
}

/** The crypto of AssemblyScript's standard library. */
export namespace Crypto {
  /** Fills an array with bytes that nobody can guess. */
  export function getRandomValues(array: Uint8Array): void {
    let bits: u64 = 0;
    for (let i = 0; i < array.length; i++) {
      if (i % 8 == 0) bits = randomBits();
      array[i] = <u8>bits;
      bits >>= 8;
    }
  }
}
