import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { WOULD_BLOCK } from '../outcome.ts';
import type { SystemCalls } from './calls.ts';
import type { Poller } from './poller.ts';

/** The bytes that a writable pipe takes without blocking. Source: `man 7 pipe`, PIPE_BUF. */
const CHUNK_BYTES = 4096;

/** Writes to a file, pipe, terminal or socket of the process from a thread that may block, and wakes for the engine's wakeFd. */
export class EpollOutput {
  /** Undefined: nothing was written yet; -1: it can't be written to. */
  private fd: number | undefined;
  private isSocket = false;
  /** Writing may block, so each write waits first until the descriptor is writable. */
  private mayBlock = false;
  /** The descriptor was opened here. */
  private isOpened = false;

  /** `onWake`: called when the wakeFd was written to while a write waits. What it throws passes through `write`. */
  constructor(
    private readonly calls: SystemCalls,
    private readonly poller: Poller,
    private readonly descriptor: number,
    private readonly onWake: () => void,
  ) {}

  /** Writes all bytes, and blocks until they are taken. False: the descriptor is closed, is read-only, or its reader has gone. */
  write(bytes: Uint8Array): boolean {
    this.fd ??= this.open();
    const address = this.calls.addressOf(bytes);
    for (let done = 0; done < bytes.length;) {
      if (this.mayBlock) this.poller.waitUntilWritable(this.fd, this.onWake);
      const count = this.writeChunk(address + done, Math.min(bytes.length - done, CHUNK_BYTES));
      if (count >= 0) done += count;
      else if (count === WOULD_BLOCK) this.poller.waitUntilWritable(this.fd, this.onWake);
      else return false;
    }
    return true;
  }

  close(): void {
    if (this.isOpened) this.calls.close(this.fd!);
    this.isOpened = false;
    this.fd = -1;
  }

  /**
   * Opens pipes and terminals a second time, non-blocking: other processes share the open file, whose flags must stay. Not with `node:fs`,
   * which closes a thread's files when the thread ends: the engine's owner closes them then too, by their numbers in `descriptors`.
   */
  private open(): number {
    try {
      const stats = fstatSync(this.descriptor);
      this.isSocket = stats.isSocket();
      if (!stats.isFIFO() && !isatty(this.descriptor)) return this.descriptor;
    } catch {
      return -1; // the descriptor is closed
    }
    const fd = this.calls.openForWriting(`/proc/self/fd/${this.descriptor}`);
    this.isOpened = fd >= 0;
    this.mayBlock = fd < 0; // the file is another user's
    return this.isOpened ? fd : this.descriptor;
  }

  private writeChunk(address: number, bytes: number): number {
    return this.isSocket
      ? this.calls.sendNonBlocking(this.fd!, address, bytes)
      : this.calls.write(this.fd!, address, bytes);
  }
}
