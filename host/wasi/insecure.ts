/** wasi:random/insecure. */
import type { Host, Interface } from './host.ts';
import { lowerBytes } from './random.ts';
import { RandomBytes } from './random-bytes.ts';

export function insecure(host: Host): Interface {
  const source = new RandomBytes(host);
  return {
    'get-insecure-random-bytes': lowerBytes(host, source),
    'get-insecure-random-u64': () => source.u64(),
  };
}
