/** wasi:io/poll. */
import type { Host, Interface } from './host.ts';
import { Pollable } from './pollable.ts';
import { Trap } from './resources.ts';

export { Pollable };

/** Gives the guest a handle of a new pollable. */
export function addPollable({ resources }: Host, pollable: Pollable): number {
  pollable.handle = resources.add(pollable);
  return pollable.handle;
}

export function poll(host: Host): Interface {
  const { memory, resources, readiness } = host;
  return {
    poll: (list: number, count: number, result: number) => {
      if (count === 0) throw new Trap('poll of an empty list');
      memory.refresh();
      const found = readiness.poll(memory.words, list >>> 2, count);
      const pointer = memory.allocate(4, found.length * 4);
      memory.words.set(found, pointer >>> 2);
      memory.u32(result, pointer);
      memory.u32(result + 4, found.length);
    },
    '[method]pollable.ready': (self: number) => (readiness.test(resources.get(self, Pollable)) ? 1 : 0),
    '[method]pollable.block': (self: number) => readiness.block(resources.get(self, Pollable)),
    '[resource-drop]pollable': (self: number) => resources.drop(self, Pollable),
  };
}
