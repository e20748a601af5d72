/** wasi:io/error. */
import type { Host, Interface } from './host.ts';
import { Resource } from './resources.ts';

/** Why a stream failed. */
export class StreamError extends Resource {
  constructor(readonly message: string) {
    super();
  }
}

export function error({ memory, resources }: Host): Interface {
  return {
    '[method]error.to-debug-string': (self: number, result: number) => {
      const [pointer, bytes] = memory.allocateString(resources.get(self, StreamError).message);
      memory.u32(result, pointer);
      memory.u32(result + 4, bytes);
    },
    '[resource-drop]error': (self: number) => resources.drop(self, StreamError),
  };
}
