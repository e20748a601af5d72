/** wasi:random/insecure-seed. A tuple<u64, u64>: +0 and +8. */
import type { Host, Interface } from './host.ts';
import { RandomBytes } from './random-bytes.ts';

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
