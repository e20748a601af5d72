/** wasi:io/poll. */
import type { Host, Interface } from '../host.ts';
import { Pollable } from '../poll/pollable.ts';
import { Trap } from '../resources.ts';
import { DONE, waiting } from '../suspend.ts';

export { Pollable };

/** Adds a pollable to the guest's handles, and returns its handle. */
export function addPollable({ resources }: Host, pollable: Pollable): number {
  pollable.handle = resources.add(pollable);
  return pollable.handle;
}

export function poll(host: Host): Interface {
  const { memory, resources, readiness } = host;
  const check = (handle: number): void => void resources.get(handle, Pollable);
  return {
    poll: waiting(readiness, (isFirst, list: number, count: number, result: number) => {
      if (isFirst) {
        if (count === 0) throw new Trap('poll of an empty list');
        if (count >>> 0 > resources.maxHandles)
          throw new Trap(
            `poll of ${count >>> 0} pollables, but the guest may hold only ${resources.maxHandles} handles`,
          );
        memory.refresh();
        memory.check(list >>> 0, count * 4, 4);
        return readiness.beginPoll(memory.words, list >>> 2, count, check);
      }
      const found = readiness.collect();
      if (found.length === 0) return readiness.waitMs();
      const pointer = memory.allocate(4, found.length * 4);
      memory.words.set(found, pointer >>> 2);
      memory.u32(result, pointer);
      memory.u32(result + 4, found.length);
      return DONE;
    }),
    // Looks once, so that a guest that calls `ready` in a loop and never waits sees changes too.
    '[method]pollable.ready': waiting(
      readiness,
      (isFirst, self: number) => (isFirst && !resources.get(self, Pollable).isReady ? 0 : DONE),
      (self) => (resources.get(self, Pollable).isReady ? 1 : 0),
    ),
    '[method]pollable.block': waiting(readiness, (isFirst, self: number) => {
      if (!resources.get(self, Pollable).isReady) return readiness.waitMs();
      return isFirst ? 0 : DONE;
    }),
    '[resource-drop]pollable': (self: number) => {
      resources.drop(self, Pollable);
      readiness.dropped(self);
    },
  };
}
