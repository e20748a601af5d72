/** wasi:random: random, insecure and insecure-seed. */
import { randomFillSync } from 'node:crypto';
import type { Host, Interface, World } from './host.ts';
import { Trap } from './resources.ts';

/** How many bytes one call may ask for, as in wasmtime. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The source of a guest's random bytes. WASI's insecure interfaces use it too. */
export class RandomBytes {
  private readonly fillRandom: (bytes: Uint8Array) => void;
  private seed: [bigint, bigint] | undefined;

  constructor({ fillRandom = randomFillSync }: Pick<World, 'fillRandom'>) {
    this.fillRandom = fillRandom;
  }

  /** Gives a length as a number. Traps when it is more than a call may ask for. */
  length(length: bigint): number {
    const bytes = BigInt.asUintN(64, length); // a u64 may be passed signed
    if (bytes > MAX_BYTES)
      throw new Trap(`${bytes} random bytes, but a call may ask for ${MAX_BYTES} at most`);
    return Number(bytes);
  }

  /** Fills an array with random bytes. */
  fillBytes(bytes: Uint8Array): void {
    if (bytes.length > 0) this.fillRandom(bytes);
  }

  u64(): bigint {
    const words = new BigUint64Array(1);
    this.fillBytes(new Uint8Array(words.buffer));
    return words[0]!;
  }

  /** Gives the seed for hash maps and similar uses: the same each time. */
  insecureSeed(): [bigint, bigint] {
    return (this.seed ??= [this.u64(), this.u64()]);
  }
}

/** Lowers a function that returns random bytes as a list. The list's address and length are stored at `result`. */
export function lowerBytes({ memory }: Host, source: RandomBytes): (length: bigint, result: number) => void {
  return (length, result) => {
    const bytes = source.length(length);
    const pointer = memory.allocate(1, bytes);
    source.fillBytes(memory.bytes.subarray(pointer, pointer + bytes));
    memory.u32(result, pointer);
    memory.u32(result + 4, bytes);
  };
}

export function random(host: Host): Interface {
  const source = new RandomBytes(host);
  return { 'get-random-bytes': lowerBytes(host, source), 'get-random-u64': () => source.u64() };
}

export function insecure(host: Host): Interface {
  const source = new RandomBytes(host);
  return {
    'get-insecure-random-bytes': lowerBytes(host, source),
    'get-insecure-random-u64': () => source.u64(),
  };
}

export function insecureSeed(host: Host): Interface {
  const { memory } = host;
  const source = new RandomBytes(host);
  return {
    'insecure-seed': (result: number) => {
      const seed = source.insecureSeed();
      memory.refresh();
      memory.check(result >>> 0, 16, 8);
      memory.bytes.set(new Uint8Array(BigUint64Array.from(seed).buffer), result >>> 0);
    },
  };
}
