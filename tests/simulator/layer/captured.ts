/** wasi:cli's outputs, kept instead of written. */
import type { MemoryView } from '../../../host/engines/engine.ts';
import type { Host, Interface } from '../../../host/wasi/host.ts';
import type { Pollable } from '../../../host/wasi/poll/pollable.ts';
import type { Readiness } from '../../../host/wasi/poll/readiness.ts';
import { OutputStream } from '../../../host/wasi/io/stream.ts';

const WRITE_LIMIT_BYTES = 4096;

class CapturedStream extends OutputStream {
  readonly isReady = true;

  constructor(
    private readonly readiness: Readiness,
    private readonly tell: (text: string) => void,
  ) {
    super();
  }

  checkWrite(): number {
    return WRITE_LIMIT_BYTES;
  }

  write(memory: MemoryView, pointer: number, bytes: number): number {
    this.tell(Buffer.from(memory.bytes.subarray(pointer, pointer + bytes)).toString());
    return 0;
  }

  subscribe(): Pollable {
    return this.readiness.subscribeTimer(0);
  }
}

/** Makes an interface whose one function gives a stream that tells what is written to it. */
export function captured(getter: string, tell: (text: string) => void): (host: Host) => Interface {
  return ({ resources, readiness }) => ({
    [getter]: () => resources.add(new CapturedStream(readiness, tell)),
  });
}
