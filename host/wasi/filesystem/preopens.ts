/** wasi:filesystem/preopens. In memory a tuple of the list is 12 bytes: +0 descriptor, +4 name's pointer, +8 its bytes. */
import type { Host, Interface } from '../host.ts';
import { Descriptor } from './descriptor.ts';
import { NO_FILES } from './guest-files.ts';

export function preopens({ memory, resources, files = NO_FILES }: Host): Interface {
  return {
    'get-directories': (result: number) => {
      const opened = files.openPreopens();
      const names = opened.map(([, name]) => memory.allocateString(name));
      const list = memory.allocate(4, 12 * opened.length);
      opened.forEach(([folder], i) => {
        const [pointer, bytes] = names[i]!;
        memory.u32(list + 12 * i, resources.add(new Descriptor(files, folder)));
        memory.u32(list + 12 * i + 4, pointer);
        memory.u32(list + 12 * i + 8, bytes);
      });
      memory.u32(result, list);
      memory.u32(result + 4, opened.length);
    },
  };
}
