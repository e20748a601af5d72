/** wasi:random/random. */
import type { Host, Interface } from './host.ts';
import { RandomBytes } from './random-bytes.ts';

/** Lowers a function that gives random bytes as a list: its place and length go to `result`. */
export function lowerBytes({ memory }: Host, source: RandomBytes): (length: bigint, result: number) => void {
  return (length, result) => {
    const bytes = source.length(length);
    const pointer = memory.allocate(1, bytes);
    source.give(memory.bytes.subarray(pointer, pointer + bytes));
    memory.u32(result, pointer);
    memory.u32(result + 4, bytes);
  };
}

export function random(host: Host): Interface {
  const source = new RandomBytes(host);
  return { 'get-random-bytes': lowerBytes(host, source), 'get-random-u64': () => source.u64() };
}
