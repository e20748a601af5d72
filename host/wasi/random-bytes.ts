import { randomFillSync } from 'node:crypto';
import type { World } from './host.ts';
import { Trap } from './resources.ts';

/** What one call may ask for, as in wasmtime. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Where a guest's randomness comes from. WASI's insecure kinds are no less secure here. */
export class RandomBytes {
  private readonly fillRandom: (bytes: Uint8Array) => void;
  private seed: [bigint, bigint] | undefined;

  constructor({ fillRandom = randomFillSync }: Pick<World, 'fillRandom'>) {
    this.fillRandom = fillRandom;
  }

  /** Gives a length as a number. Traps when it is more than a call may ask for. */
  length(length: bigint): number {
    const bytes = BigInt.asUintN(64, length); // a u64 may come signed
    if (bytes > MOST_BYTES) throw new Trap(`${bytes} random bytes, where a call may ask for ${MOST_BYTES}`);
    return Number(bytes);
  }

  /** Fills an array with random bytes. */
  give(bytes: Uint8Array): void {
    if (bytes.length > 0) this.fillRandom(bytes);
  }

  u64(): bigint {
    const words = new BigUint64Array(1);
    this.give(new Uint8Array(words.buffer));
    return words[0]!;
  }

  /** Gives the seed for hash maps and the like: the same each time. */
  insecureSeed(): [bigint, bigint] {
    return (this.seed ??= [this.u64(), this.u64()]);
  }
}
