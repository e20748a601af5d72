/** wasi:io/error. */
import { errorCodeName } from '../../engines/outcome.ts';
import { failureOfOutcome } from '../filesystem/file-failure.ts';
import type { Host, Interface } from '../host.ts';
import { Resource } from '../resources.ts';

/** The failure of a stream. */
export class StreamError extends Resource {
  /** `outcome`: the engine's, or a file's, below 0. `isNetwork`: whether the stream is a socket's, so that the outcome is an error code. */
  constructor(
    readonly outcome: number,
    readonly isNetwork: boolean,
  ) {
    super();
  }

  /** A text for people; programs use `network-error-code`. */
  get message(): string {
    return `the stream failed: ${failureOfOutcome(this.outcome)?.code ?? errorCodeName(this.outcome)}`;
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
