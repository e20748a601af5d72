/**
 * The operations of wasi:io/streams on any stream, for the lowered functions and for jco's.
 *
 * Their outcomes are a number of bytes or 0, WOULD_BLOCK, STREAM_CLOSED, or, once, the outcome of a failure. Generators yield how long
 * to wait, in milliseconds.
 */
import type { Engine, MemoryView } from '../../engines/engine.ts';
import { WOULD_BLOCK } from '../../engines/outcome.ts';
import type { Readiness } from '../poll/readiness.ts';
import { Trap } from '../resources.ts';
import { type InputStream, type OutputStream, READ_LIMIT_BYTES, STREAM_CLOSED } from './stream.ts';

/** How many bytes a blocking write takes at most; source: its WIT text. */
const BLOCKING_WRITE_LIMIT_BYTES = 4096;

/** How many bytes one splice moves at most: as long as a copy of READ_LIMIT_BYTES takes, and little enough to be kept if need be. */
const SPLICE_LIMIT_BYTES = 4 * READ_LIMIT_BYTES;

/** The operations on the streams of one guest. */
export class StreamSteps {
  private scratchMemory: MemoryView | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly readiness: Readiness,
  ) {}

  /** READ_LIMIT_BYTES of the host's memory, for bytes that do not go to the guest, or that are copied to it later. */
  get scratch(): MemoryView {
    return (this.scratchMemory ??= this.engine.makeMemory(READ_LIMIT_BYTES));
  }

  /** Reads, and waits until there is something to return. */
  *readWaiting(
    stream: InputStream,
    memory: MemoryView,
    pointer: number,
    bytes: number,
  ): Generator<number, number> {
    for (;;) {
      if (bytes === 0) yield* this.readiness.waitFor(stream);
      const outcome = stream.read(memory, pointer, bytes);
      if (outcome !== WOULD_BLOCK || bytes === 0) return outcome;
      yield* this.readiness.waitFor(stream);
    }
  }

  /** Reads bytes and discards them; returns how many. */
  *skip(stream: InputStream, bytes: number, mayWait: boolean): Generator<number, number> {
    const maxBytes = Math.min(bytes, READ_LIMIT_BYTES);
    if (mayWait) return counted(yield* this.readWaiting(stream, this.scratch, 0, maxBytes));
    return counted(stream.read(this.scratch, 0, maxBytes));
  }

  /** Returns how many bytes may be written, and grants them. */
  checkWrite(stream: OutputStream): number {
    const outcome = stream.checkWrite();
    stream.granted = Math.max(outcome, 0);
    return outcome;
  }

  /** Writes at most the bytes that were granted. Traps for more, unless the stream has ended. */
  write(stream: OutputStream, memory: MemoryView, pointer: number, bytes: number): number {
    if (bytes > stream.granted || bytes === 0) {
      const state = stream.checkWrite();
      if (state < 0 || bytes === 0) return Math.min(state, 0);
      throw new Trap(`write of ${bytes} bytes, but only ${stream.granted} were granted`);
    }
    stream.granted = 0;
    return stream.write(memory, pointer, bytes);
  }

  /** Writes zeros, by the rules of `write`. */
  writeZeroes(stream: OutputStream, bytes: number): number {
    if (bytes <= stream.granted) this.scratch.bytes.fill(0, 0, bytes);
    return this.write(stream, this.scratch, 0, bytes);
  }

  /** Writes, and waits until all bytes are with the kernel. Traps for more bytes than the WIT text allows. */
  *writeAndFlush(
    stream: OutputStream,
    memory: MemoryView,
    pointer: number,
    bytes: number,
  ): Generator<number, number> {
    if (bytes > BLOCKING_WRITE_LIMIT_BYTES) throw tooMuch(bytes);
    return yield* this.writeWaiting(stream, memory, pointer, bytes);
  }

  /** Does the same with zeros. */
  *writeZeroesAndFlush(stream: OutputStream, bytes: number): Generator<number, number> {
    if (bytes > BLOCKING_WRITE_LIMIT_BYTES) throw tooMuch(bytes);
    this.scratch.bytes.fill(0, 0, bytes);
    return yield* this.writeWaiting(stream, this.scratch, 0, bytes);
  }

  /** Flushing has nothing to start, since writes are sent at once. Returns 0 or why the stream failed. */
  flush(stream: OutputStream): number {
    return Math.min(stream.checkWrite(), 0);
  }

  /** Waits until all bytes are with the kernel. */
  *flushWaiting(stream: OutputStream): Generator<number, number> {
    return Math.min(yield* this.waitForGrant(stream), 0);
  }

  /**
   * Moves bytes from one stream to another, at most as many as may be written; returns how many. It is worth two system calls more to
   * leave them in the kernel where there are many.
   */
  splice(to: OutputStream, from: InputStream, bytes: number): number {
    const maxBytes = Math.min(bytes, this.checkWrite(to), READ_LIMIT_BYTES);
    if (maxBytes <= 0) return maxBytes;
    const moved = from.isBulk ? to.moveFrom(from, Math.min(bytes, SPLICE_LIMIT_BYTES)) : undefined;
    const taken = moved ?? from.read(this.scratch, 0, maxBytes);
    from.isBulk = taken >= READ_LIMIT_BYTES;
    if (taken <= 0) return counted(taken);
    const outcome = moved === undefined ? this.write(to, this.scratch, 0, taken) : 0;
    return outcome < 0 ? outcome : taken;
  }

  /** Does the same, and waits until something has been moved, or can't be any more. */
  *spliceWaiting(to: OutputStream, from: InputStream, bytes: number): Generator<number, number> {
    const granted = yield* this.waitForGrant(to);
    const maxBytes = Math.min(bytes, granted, READ_LIMIT_BYTES);
    if (maxBytes <= 0) return maxBytes;
    const taken = yield* this.readWaiting(from, this.scratch, 0, maxBytes);
    if (taken <= 0) return counted(taken);
    const outcome = yield* this.writeWaiting(to, this.scratch, 0, taken);
    return outcome < 0 ? outcome : taken;
  }

  /** Waits for a grant that is not 0, and returns it or the outcome of a failure. */
  private *waitForGrant(stream: OutputStream): Generator<number, number> {
    for (;;) {
      const outcome = this.checkWrite(stream);
      if (outcome !== 0) return outcome;
      yield* this.readiness.waitFor(stream);
    }
  }

  private *writeWaiting(
    stream: OutputStream,
    memory: MemoryView,
    pointer: number,
    bytes: number,
  ): Generator<number, number> {
    for (let left = bytes; left > 0;) {
      const granted = yield* this.waitForGrant(stream);
      if (granted < 0) return granted;
      const part = Math.min(granted, left);
      const outcome = this.write(stream, memory, pointer + bytes - left, part);
      if (outcome < 0) return outcome;
      left -= part;
    }
    const outcome = yield* this.flushWaiting(stream); // bytes are granted again only when all are with the kernel
    return outcome === STREAM_CLOSED && bytes > 0 ? 0 : outcome;
  }
}

/** Makes would-block a count of 0 bytes. */
function counted(outcome: number): number {
  return outcome === WOULD_BLOCK ? 0 : outcome;
}

function tooMuch(bytes: number): Trap {
  return new Trap(`a blocking write of ${bytes} bytes, but only ${BLOCKING_WRITE_LIMIT_BYTES} are allowed`);
}
