/** Writes to descriptors of the process from a thread that may block, in such a way that it can be woken. */
import { fstatSync } from 'node:fs';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import type { EpollCore } from './core.ts';
import * as libc from './libc.ts';

/** A pipe that is writable takes so much without blocking. Source: `man 7 pipe`, PIPE_BUF. */
const PIECE_BYTES = 4096;
const { EAGAIN, EINTR } = constants.errno;

/** A file, pipe, terminal or socket of the process to write to. It is not changed for others that have it. */
export class EpollOutput {
  /** Undefined: nothing was written yet; -1: it can't be written to. */
  private fd: number | undefined;
  private isSocket = false;
  /** It is written to only when it was seen to be writable. */
  private mayBlock = false;
  private isOwn = false;
  private readonly scratch = new DataView(new ArrayBuffer(24));
  private readonly scratchAddress: number;

  /** `woken`: called when the engine's wakeFd was written to while a write waits. What it throws passes through the write. */
  constructor(
    private readonly engine: EpollCore,
    private readonly descriptor: number,
    private readonly woken: () => void,
  ) {
    this.scratchAddress = engine.libc.address(this.scratch);
  }

  /** Writes all of it, waiting for who reads it. False: nobody does any more, or it is none to write to. */
  write(bytes: Uint8Array): boolean {
    if (this.fd === undefined) this.open();
    const at = this.engine.libc.address(bytes);
    for (let done = 0; done < bytes.length;) {
      if (this.mayBlock) this.waitUntilWritable();
      const count = this.writeSome(at + done, Math.min(bytes.length - done, PIECE_BYTES));
      if (count >= 0) done += count;
      else if (count === -EAGAIN) this.waitUntilWritable();
      else if (count !== -EINTR) return false;
    }
    return true;
  }

  close(): void {
    if (this.isOwn) this.engine.disown(this.fd!);
    this.isOwn = false;
    this.fd = -1;
  }

  /** Opens pipes and terminals anew, to be able to write without blocking: that is no property of a descriptor. */
  private open(): void {
    this.fd = -1;
    try {
      const stats = fstatSync(this.descriptor);
      this.fd = this.descriptor;
      this.isSocket = stats.isSocket();
      if (!stats.isFIFO() && !isatty(this.descriptor)) return;
    } catch {
      return; // it is closed
    }
    // Not by node:fs, which closes what a thread has opened when that ends: so does who started this one.
    const path = Buffer.from(`/proc/self/fd/${this.descriptor}\0`);
    const fd = this.engine.libc.open(this.engine.libc.address(path), libc.OPEN_WRITE_ONLY_NON_BLOCKING);
    this.mayBlock = fd < 0; // another user's
    if (fd < 0) return;
    this.engine.own(fd);
    this.fd = fd;
    this.isOwn = true;
  }

  /** Gives how many bytes were written, or the error's number, below 0. */
  private writeSome(address: number, bytes: number): number {
    const { libc: calls } = this.engine;
    const flags = libc.MSG_DONTWAIT | libc.MSG_NOSIGNAL;
    const count = this.isSocket
      ? calls.send(this.fd!, address, bytes, flags)
      : calls.write(this.fd!, address, bytes);
    return count < 0 ? -calls.errno() : count;
  }

  private waitUntilWritable(): void {
    const { libc: calls, wakeFd } = this.engine;
    const { scratch, scratchAddress } = this;
    for (;;) {
      // Two of `struct pollfd`: fd (32 bits), events (16), what happened (16). Then room to read the eventfd to.
      scratch.setInt32(0, this.fd!, true);
      scratch.setInt32(4, libc.POLLOUT, true);
      scratch.setInt32(8, wakeFd, true);
      scratch.setInt32(12, libc.POLLIN, true);
      calls.poll(scratchAddress, 2, this.engine.maxWaitMs);
      const isWritable = scratch.getInt16(6, true) !== 0;
      if (scratch.getInt16(14, true) !== 0) {
        calls.read(wakeFd, scratchAddress + 16, 8);
        this.woken();
      }
      if (isWritable) return;
    }
  }
}
