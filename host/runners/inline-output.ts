/** Writes what a guest on the program's own thread says, without ever holding that thread up. */
import { closeSync, constants, fstatSync, openSync, write, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { OUTPUT_OVERHEAD_BYTES } from '../events.ts';
import { type Output, OutputCapacity } from '../wasi/cli/stdio.ts';

/** What may wait to be written; the guest waits above it. */
const MAX_BYTES = 2 ** 20;
/** A reader that is slow is tried again after this. */
const PAUSE_MS = 10;
const NON_BLOCKING = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** How much capacity a piece of output takes. */
function costOf(bytes: number): number {
  return bytes + OUTPUT_OVERHEAD_BYTES;
}

/** Output that is handed to somebody else, who tells how much of it was written. */
export class HandedOutput implements Output {
  readonly descriptor = -1;
  readonly capacity = new OutputCapacity(MAX_BYTES);

  constructor(private readonly hand: (bytes: Uint8Array) => void) {}

  take(bytes: Uint8Array): void {
    this.capacity.reserve(costOf(bytes.length));
    this.hand(bytes);
  }

  acknowledge(bytes: number): void {
    this.capacity.release(costOf(bytes));
  }
}

/** Output to a descriptor of the process, which is not changed for others that have it. */
export class FileOutput implements Output {
  readonly descriptor = -1;
  readonly capacity = new OutputCapacity(MAX_BYTES);
  private readonly queue: Uint8Array[] = [];
  private fd = -1;
  private isOwn = false;
  /** Writing may block: another thread does it. */
  private mayBlock = false;
  private isWriting = false;
  private isClosed = false;
  private pause: NodeJS.Timeout | undefined;
  private emptied: (() => void) | undefined;

  constructor(private readonly place: number) {}

  take(bytes: Uint8Array): boolean {
    if (this.fd < 0 && !this.isClosed) this.open();
    if (this.isClosed) return false;
    this.capacity.reserve(costOf(bytes.length));
    this.queue.push(bytes);
    this.writeOn();
    return !this.isClosed;
  }

  /** Waits until all is written, or it is closed. */
  async written(): Promise<void> {
    if (this.queue.length > 0) await new Promise<void>((resolve) => (this.emptied = resolve));
  }

  /** Ends it; what is not written is lost. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.pause);
    for (const bytes of this.queue.splice(0)) this.capacity.release(costOf(bytes.length));
    this.emptied?.();
    if (this.isOwn && !this.isWriting) {
      this.isOwn = false;
      closeSync(this.fd);
    }
  }

  /** Opens pipes and terminals anew where Linux can, to be able to write without blocking: that is no property of a descriptor. */
  private open(): void {
    try {
      const stats = fstatSync(this.place);
      this.fd = this.place;
      const isPipe = stats.isFIFO() || isatty(this.place);
      this.mayBlock = isPipe || stats.isSocket();
      if (!isPipe || process.platform !== 'linux') return;
    } catch {
      this.isClosed = true;
      return;
    }
    try {
      this.fd = openSync(`/proc/self/fd/${this.place}`, NON_BLOCKING);
      this.isOwn = true;
      this.mayBlock = false;
    } catch {
      // another user's
    }
  }

  private readonly writeOn = (): void => {
    clearTimeout(this.pause);
    this.pause = undefined;
    while (this.queue.length > 0 && !this.isWriting) {
      const bytes = this.queue[0]!;
      if (this.mayBlock) {
        this.isWriting = true;
        write(this.fd, bytes, this.wrote);
        return;
      }
      try {
        this.shift(writeSync(this.fd, bytes));
      } catch (error) {
        if (this.isFailure(error as NodeJS.ErrnoException)) return;
      }
      if (this.pause !== undefined) return;
    }
  };

  private readonly wrote = (error: NodeJS.ErrnoException | null, count: number): void => {
    this.isWriting = false;
    if (this.isClosed) return this.close();
    if (error === null) this.shift(count);
    else if (this.isFailure(error)) return;
    if (this.pause === undefined) this.writeOn();
  };

  private shift(count: number): void {
    const bytes = this.queue[0]!;
    if (count < bytes.length) {
      this.queue[0] = bytes.subarray(count);
      this.capacity.release(count);
    } else {
      this.queue.shift();
      this.capacity.release(costOf(bytes.length));
    }
    if (this.queue.length === 0) this.emptied?.();
  }

  /** Whether nobody reads it any more; else it is tried again later. */
  private isFailure({ code }: NodeJS.ErrnoException): boolean {
    if (code === 'EAGAIN') this.pause ??= setTimeout(this.writeOn, PAUSE_MS);
    else this.close();
    return this.isClosed;
  }
}
