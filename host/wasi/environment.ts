/** wasi:cli/environment. */
import type { Host, Interface } from './host.ts';

export function environment({ args, memory }: Host): Interface {
  return {
    'get-arguments': (result: number) => {
      const strings = args.map((arg) => memory.allocateString(arg));
      const list = memory.allocate(4, 8 * strings.length);
      strings.forEach(([pointer, bytes], i) => {
        memory.u32(list + 8 * i, pointer);
        memory.u32(list + 8 * i + 4, bytes);
      });
      memory.u32(result, list);
      memory.u32(result + 4, strings.length);
    },
  };
}
