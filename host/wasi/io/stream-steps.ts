/**
 * What wasi:io/streams does with any stream, before it is lowered or bound.
 *
 * An outcome is bytes or 0, WOULD_BLOCK, STREAM_CLOSED, or another negative outcome for a failure, which is told once.
 */
import type { Engine, MemoryView } from '../../engines/engine.ts';
import { WOULD_BLOCK } from '../../engines/outcome.ts';
import type { Readiness } from '../poll/readiness.ts';
import { Trap } from '../resources.ts';
import { type InputStream, type OutputStream, READ_LIMIT_BYTES, STREAM_CLOSED } from './stream.ts';

/** What the blocking writes take at most; source: their WIT texts. */
const BLOCKING_WRITE_LIMIT_BYTES = 4096;

/** The steps, for all streams of one guest. */
export class StreamSteps {
  private scratchMemory: MemoryView | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly readiness: Readiness,
  ) {}

  /** Memory of the host for bytes that the guest does not get, or not there: READ_LIMIT_BYTES of it. */
  get scratch(): MemoryView {
    return (this.scratchMemory ??= this.engine.makeMemory(READ_LIMIT_BYTES));
  }

  /** Reads, waiting until there is something to return. */
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

  /** Reads what nobody wants; gives how many bytes. */
  *skip(stream: InputStream, bytes: number, mayWait: boolean): Generator<number, number> {
    const most = Math.min(bytes, READ_LIMIT_BYTES);
    if (mayWait) return counted(yield* this.readWaiting(stream, this.scratch, 0, most));
    return counted(stream.read(this.scratch, 0, most));
  }

  /** Asks how much may be written, and grants it. */
  checkWrite(stream: OutputStream): number {
    const outcome = stream.checkWrite();
    stream.granted = Math.max(outcome, 0);
    return outcome;
  }

  /** Writes what was granted. Traps above that, unless the stream has ended meanwhile. */
  write(stream: OutputStream, memory: MemoryView, pointer: number, bytes: number): number {
    if (bytes > stream.granted || bytes === 0) {
      const state = stream.checkWrite();
      if (state < 0 || bytes === 0) return Math.min(state, 0);
      throw new Trap(`write of ${bytes} bytes where ${stream.granted} were granted`);
    }
    stream.granted = 0;
    return stream.write(memory, pointer, bytes);
  }

  /** Writes as many zeros, under the rules of `write`. */
  writeZeroes(stream: OutputStream, bytes: number): number {
    if (bytes <= stream.granted) this.scratch.bytes.fill(0, 0, bytes);
    return this.write(stream, this.scratch, 0, bytes);
  }

  /** Writes and waits until all of it has left. Traps when it is more than the WIT text allows. */
  *writeAndFlush(
    stream: OutputStream,
    memory: MemoryView,
    pointer: number,
    bytes: number,
  ): Generator<number, number> {
    if (bytes > BLOCKING_WRITE_LIMIT_BYTES) throw tooMuch(bytes);
    return yield* this.writeWaiting(stream, memory, pointer, bytes);
  }

  /** `writeAndFlush` of zeros. */
  *writeZeroesAndFlush(stream: OutputStream, bytes: number): Generator<number, number> {
    if (bytes > BLOCKING_WRITE_LIMIT_BYTES) throw tooMuch(bytes);
    this.scratch.bytes.fill(0, 0, bytes);
    return yield* this.writeWaiting(stream, this.scratch, 0, bytes);
  }

  /** Everything is on its way as soon as it is written: this only tells what has become of it. */
  flush(stream: OutputStream): number {
    return Math.min(stream.checkWrite(), 0);
  }

  /** Waits until all has left. */
  *flushWaiting(stream: OutputStream): Generator<number, number> {
    return Math.min(yield* this.waitForGrant(stream), 0);
  }

  /** Takes from one stream what the other may write; gives how many bytes. */
  *splice(to: OutputStream, from: InputStream, bytes: number, mayWait: boolean): Generator<number, number> {
    const granted = mayWait ? yield* this.waitForGrant(to) : this.checkWrite(to);
    const most = Math.min(bytes, granted, READ_LIMIT_BYTES);
    if (most <= 0) return most;
    const { scratch } = this;
    const taken = mayWait ? yield* this.readWaiting(from, scratch, 0, most) : from.read(scratch, 0, most);
    if (taken <= 0) return counted(taken);
    const outcome = mayWait
      ? yield* this.writeWaiting(to, scratch, 0, taken)
      : this.write(to, scratch, 0, taken);
    return outcome < 0 ? outcome : taken;
  }

  /** Waits for a grant that is not 0 and returns it, or a failure. */
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
    const outcome = yield* this.flushWaiting(stream); // granted again: all of it has left
    return outcome === STREAM_CLOSED && bytes > 0 ? 0 : outcome;
  }
}

/** Nothing there is no bytes. */
function counted(outcome: number): number {
  return outcome === WOULD_BLOCK ? 0 : outcome;
}

function tooMuch(bytes: number): Trap {
  return new Trap(`a blocking write of ${bytes} bytes, where ${BLOCKING_WRITE_LIMIT_BYTES} are allowed`);
}
