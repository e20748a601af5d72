/** wasi:cli/stdout and stderr, and where the standard streams lead. */
import { writeSync } from 'node:fs';
import type { MemoryView } from '../../engines/engine.ts';
import type { Host, Interface } from '../host.ts';
import { OutputStream, STREAM_CLOSED } from '../io/stream.ts';
import { type Pollable, ReadinessSource, SourcePollable } from '../poll/pollable.ts';
import type { Readiness } from '../poll/readiness.ts';

/** What one write may take; `blocking-write-and-flush` has the same limit in its WIT text. */
const WRITE_LIMIT_BYTES = 4096;
const PAUSE_MS = 1;

/** Where what a guest says goes. */
export interface Output {
  /** A descriptor of the process; -1: to none. */
  descriptor: number;
  /** Is given it as well. May wait, unless there is a `room`. False: nobody reads it any more. */
  take?(bytes: Uint8Array): boolean | void;
  /** What waits to be written; the guest waits while there is no room. Undefined: all is written at once. */
  room?: OutputRoom;
}

/** Room for what was taken from a guest, or is granted to it, and is not written yet. */
export class OutputRoom {
  /** Called when there is room again. */
  readonly listeners = new Set<() => void>();
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  get isLeft(): boolean {
    return this.bytes < this.maxBytes;
  }

  take(bytes: number): void {
    this.bytes += bytes;
  }

  give(bytes: number): void {
    const wasLeft = this.isLeft;
    this.bytes -= bytes;
    if (wasLeft || !this.isLeft) return;
    for (const tell of this.listeners) tell();
  }
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
  private readonly source: ReadinessSource;
  private closed = false;
  /** It holds room for one write. */
  private isReserved = false;

  constructor(
    private readonly output: Output,
    private readonly readiness: Readiness,
  ) {
    super();
    this.source = new ReadinessSource(readiness);
    output.room?.listeners.add(this.roomChanged);
  }

  get isReady(): boolean {
    const { room } = this.output;
    return this.closed || this.isReserved || room === undefined || room.isLeft;
  }

  checkWrite(): number {
    if (this.closed) return STREAM_CLOSED;
    if (!this.isReady) return 0;
    // Else many streams of one output could each be granted the last room.
    if (!this.isReserved) this.output.room?.take(WRITE_LIMIT_BYTES);
    this.isReserved = true;
    return WRITE_LIMIT_BYTES;
  }

  write(memory: MemoryView, pointer: number, bytes: number): number {
    const end = pointer + bytes;
    if (this.closed) return STREAM_CLOSED;
    this.giveBack();
    if (this.output.take?.(memory.bytes.slice(pointer, end)) === false) this.closed = true;
    if (this.output.descriptor >= 0)
      while (pointer < end && !this.closed) pointer += this.writeSome(memory.bytes, pointer, end - pointer);
    return this.closed ? STREAM_CLOSED : 0;
  }

  subscribe(): Pollable {
    if (this.output.room === undefined) return this.readiness.subscribeTimer(0);
    return new SourcePollable(this.source, this, () => this.isReady);
  }

  override drop(): void {
    this.giveBack();
    this.output.room?.listeners.delete(this.roomChanged);
  }

  private readonly roomChanged = (): void => this.source.changed();

  private giveBack(): void {
    if (this.isReserved) this.output.room?.give(WRITE_LIMIT_BYTES);
    this.isReserved = false;
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

export function stdout({ resources, readiness, stdio = PROCESS_STDIO }: Host): Interface {
  return { 'get-stdout': () => resources.add(new StdioStream(stdio.stdout, readiness)) };
}

export function stderr({ resources, readiness, stdio = PROCESS_STDIO }: Host): Interface {
  return { 'get-stderr': () => resources.add(new StdioStream(stdio.stderr, readiness)) };
}
