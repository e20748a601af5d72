import { writeSync } from 'node:fs';
import type { MemoryView } from '../engines/engine.ts';
import type { Pollable } from './pollable.ts';
import type { Readiness } from './readiness.ts';
import { OutputStream, STREAM_CLOSED } from './streams.ts';

/** What one write may take; `blocking-write-and-flush` has the same limit in its WIT text. */
const WRITE_LIMIT_BYTES = 4096;
const PAUSE_MS = 1;

/** Standard output or error of the process. Writing waits: a log line that is lost is no log line. */
export class StdioStream extends OutputStream {
  private closed = false;

  constructor(
    private readonly fd: number,
    private readonly readiness: Readiness,
  ) {
    super();
  }

  checkWrite(): number {
    return this.closed ? STREAM_CLOSED : WRITE_LIMIT_BYTES;
  }

  write(memory: MemoryView, pointer: number, bytes: number): number {
    const end = pointer + bytes;
    while (pointer < end && !this.closed) pointer += this.writeSome(memory.bytes, pointer, end - pointer);
    return this.closed ? STREAM_CLOSED : 0;
  }

  subscribe(): Pollable {
    return this.readiness.subscribeTimer(0);
  }

  private writeSome(bytes: Uint8Array, pointer: number, count: number): number {
    try {
      return writeSync(this.fd, bytes, pointer, count);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') this.closed = true;
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
      return 0;
    }
  }
}
