import { type Stats, constants, fstatSync, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { ReadStream, isatty } from 'node:tty';
import type { MemoryView } from '../engine.ts';
import { NodeBytes } from './bytes.ts';
import { NodeSocket, type Owner, outcomeOfError } from './socket.ts';

/** Watches a descriptor of the process, or gives the outcome if that fails. */
export function openFile(owner: Owner, descriptor: number): NodeSocket | number {
  try {
    const stats = fstatSync(descriptor);
    const isTerminal = isatty(descriptor);
    if (!isTerminal && !stats.isFIFO() && !stats.isSocket()) return new StoredFile(owner, descriptor);
    return new StreamedFile(owner, descriptor, isTerminal, stats);
  } catch (error) {
    return outcomeOfError(error as Error);
  }
}

/** A file on disk, /dev/null and the like, which is always readable. */
class StoredFile extends NodeSocket {
  override readable = true;

  constructor(
    owner: Owner,
    private readonly descriptor: number,
  ) {
    super(owner, 4);
  }

  override receive(memory: MemoryView, pointer: number, bytes: number): number {
    try {
      return readSync(this.descriptor, memory.bytes, pointer, bytes, null);
    } catch (error) {
      return outcomeOfError(error as Error);
    }
  }

  close(): void {
    this.owner.remove(this);
  }
}

/**
 * A terminal, a pipe or a socket. Terminals (by Node) and, on Linux, pipes (here) are opened a second time, so that they stay blocking
 * for others. Any other descriptor is used as Node's `process.stdin` does: it is made non-blocking, and not closed.
 */
class StreamedFile extends NodeBytes {
  private readonly isReopened: boolean;

  constructor(owner: Owner, descriptor: number, isTerminal: boolean, stats: Stats) {
    super(owner, 4);
    const isPipe = stats.isFIFO() && process.platform === 'linux';
    this.isReopened = isTerminal || isPipe;
    if (isTerminal) this.attach(new ReadStream(descriptor));
    else if (isPipe) this.attach(new Socket({ fd: reopen(descriptor), writable: false }));
    else this.attach(descriptor === 0 ? process.stdin : new Socket({ fd: descriptor, writable: false }));
  }

  close(): void {
    if (!this.owner.remove(this)) return;
    const stream = this.stream as Readable & Partial<Socket>;
    if (this.isReopened) stream.destroy();
    else {
      this.detach(stream);
      stream.pause();
      stream.unref?.();
    }
  }
}

function reopen(descriptor: number): number {
  return openSync(`/proc/self/fd/${descriptor}`, constants.O_RDONLY | constants.O_NONBLOCK);
}
