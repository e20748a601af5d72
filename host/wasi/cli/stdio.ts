/** wasi:cli/stdout and stderr, and where the standard streams lead to. */
import { writeSync } from 'node:fs';
import type { MemoryView } from '../../engines/engine.ts';
import type { Host, Interface } from '../host.ts';
import { OutputStream, STREAM_CLOSED } from '../io/stream.ts';
import { type Pollable, ReadinessSource, SourcePollable } from '../poll/pollable.ts';
import type { Readiness } from '../poll/readiness.ts';

/** How many bytes one write takes at most; the WIT text of `blocking-write-and-flush` has the same limit. */
const WRITE_LIMIT_BYTES = 4096;
const PAUSE_MS = 1;

/** Where the bytes that a guest writes to standard output or error go. */
export interface Output {
  /** The descriptor of the process that they are written to; -1: to none. */
  descriptor: number;
  /** Takes the bytes as well. It may block, unless there is a `capacity`. Returns false when nobody reads them any more. */
  take?(bytes: Uint8Array): boolean | void;
  /** Limits the bytes that wait to be written; the guest waits while it is used up. Undefined: everything is written at once. */
  capacity?: OutputCapacity;
}

/** The capacity for bytes that were taken from a guest, or granted to it, and are not written yet. */
export class OutputCapacity {
  /** Called when capacity becomes available again. */
  readonly listeners = new Set<() => void>();
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  get isAvailable(): boolean {
    return this.bytes < this.maxBytes;
  }

  reserve(bytes: number): void {
    this.bytes += bytes;
  }

  release(bytes: number): void {
    const wasAvailable = this.isAvailable;
    this.bytes -= bytes;
    if (wasAvailable || !this.isAvailable) return;
    for (const listener of this.listeners) listener();
  }
}

/** The standard streams of a guest. */
export interface Stdio {
  /** A descriptor of the process; -1: standard input is empty. */
  stdin: number;
  stdout: Output;
  stderr: Output;
}

/** The standard streams of the process. */
export const PROCESS_STDIO: Stdio = { stdin: 0, stdout: { descriptor: 1 }, stderr: { descriptor: 2 } };

/** Standard output or error. Without a capacity its writes block, since no log line may be lost. */
export class StdioStream extends OutputStream {
  private readonly source: ReadinessSource;
  private closed = false;
  /** Whether it has reserved the capacity for one write. */
  private isReserved = false;

  constructor(
    private readonly output: Output,
    private readonly readiness: Readiness,
  ) {
    super();
    this.source = new ReadinessSource(readiness);
    output.capacity?.listeners.add(this.onCapacity);
  }

  get isReady(): boolean {
    const { capacity } = this.output;
    return this.closed || this.isReserved || capacity === undefined || capacity.isAvailable;
  }

  checkWrite(): number {
    if (this.closed) return STREAM_CLOSED;
    if (!this.isReady) return 0;
    // A grant reserves its capacity; otherwise several streams of one output could be granted the same.
    if (!this.isReserved) this.output.capacity?.reserve(WRITE_LIMIT_BYTES);
    this.isReserved = true;
    return WRITE_LIMIT_BYTES;
  }

  write(memory: MemoryView, pointer: number, bytes: number): number {
    const end = pointer + bytes;
    if (this.closed) return STREAM_CLOSED;
    this.releaseGrant();
    if (this.output.take?.(memory.bytes.slice(pointer, end)) === false) this.closed = true;
    if (this.output.descriptor >= 0)
      while (pointer < end && !this.closed) pointer += this.writeSome(memory.bytes, pointer, end - pointer);
    return this.closed ? STREAM_CLOSED : 0;
  }

  subscribe(): Pollable {
    if (this.output.capacity === undefined) return this.readiness.subscribeTimer(0);
    return new SourcePollable(this.source, this, () => this.isReady);
  }

  override drop(): void {
    this.releaseGrant();
    this.output.capacity?.listeners.delete(this.onCapacity);
  }

  private readonly onCapacity = (): void => this.source.changed();

  private releaseGrant(): void {
    if (this.isReserved) this.output.capacity?.release(WRITE_LIMIT_BYTES);
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
