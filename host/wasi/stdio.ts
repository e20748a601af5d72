import { writeSync } from 'node:fs';
import type { MemoryView } from '../engines/engine.ts';
import type { Pollable } from './pollable.ts';
import type { Readiness } from './readiness.ts';
import { OutputStream, STREAM_CLOSED } from './stream.ts';

/** What one write may take; `blocking-write-and-flush` has the same limit in its WIT text. */
const WRITE_LIMIT_BYTES = 4096;
const PAUSE_MS = 1;

/** Where what a guest says goes. */
export interface Output {
  /** A descriptor of the process; -1: to none. */
  descriptor: number;
  /** Is given it as well. May wait. */
  take?(bytes: Uint8Array): void;
}

/** The standard streams of a guest. */
export interface Stdio {
  /** A descriptor of the process; -1: there is nothing to read. */
  stdin: number;
  stdout: Output;
  stderr: Output;
}

/** The standard streams of the process. */
export const PROCESS_STDIO: Stdio = { stdin: 0, stdout: { descriptor: 1 }, stderr: { descriptor: 2 } };

/** Standard output or error. Writing waits: a log line that is lost is no log line. */
export class StdioStream extends OutputStream {
  readonly isReady = true;
  private closed = false;

  constructor(
    private readonly output: Output,
    private readonly readiness: Readiness,
  ) {
    super();
  }

  checkWrite(): number {
    return this.closed ? STREAM_CLOSED : WRITE_LIMIT_BYTES;
  }

  write(memory: MemoryView, pointer: number, bytes: number): number {
    const end = pointer + bytes;
    this.output.take?.(memory.bytes.slice(pointer, end));
    if (this.output.descriptor < 0) return 0;
    while (pointer < end && !this.closed) pointer += this.writeSome(memory.bytes, pointer, end - pointer);
    return this.closed ? STREAM_CLOSED : 0;
  }

  subscribe(): Pollable {
    return this.readiness.subscribeTimer(0);
  }

  private writeSome(bytes: Uint8Array, pointer: number, count: number): number {
    try {
      return writeSync(this.output.descriptor, bytes, pointer, count);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') this.closed = true;
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
      return 0;
    }
  }
}
