/**
 * wasi:io/streams.
 *
 * result<list<u8>, stream-error> of a read: +0 failed, +4 pointer, +8 bytes; failed: +4 which (0 failed, 1 closed), +8 error
 * result<u64, stream-error> of check-write: +0 failed, +8 bytes granted; failed: +8 which, +12 error
 * result<_, stream-error> of a write: +0 failed; +4 which, +8 error
 */
import type { MemoryView } from '../engines/engine.ts';
import { WOULD_BLOCK } from '../engines/outcome.ts';
import { StreamError } from './error.ts';
import type { Host, Interface } from './host.ts';
import { type Pollable, addPollable } from './poll.ts';
import { Resource, Trap } from './resources.ts';
import { DONE, waiting } from './waiting.ts';

/** What a read may fill at most, as in wasmtime. */
const READ_LIMIT_BYTES = 65536;

/** Outcomes of a stream below 0 that are no would-block: it failed, or it is closed. */
export const STREAM_CLOSED = -100;

/** Something to read from. */
export abstract class InputStream extends Resource {
  /** Reads without waiting: bytes, WOULD_BLOCK, STREAM_CLOSED, or another negative outcome once. */
  abstract read(memory: MemoryView, pointer: number, bytes: number): number;
  abstract subscribe(): Pollable;
}

/** Something to write to. */
export abstract class OutputStream extends Resource {
  /** What the last `checkWrite` granted and no write has used. */
  granted = 0;
  /** How much one write may take: 0 not now, STREAM_CLOSED, or another negative outcome once. */
  abstract checkWrite(): number;
  /** Takes all of it: 0, STREAM_CLOSED, or another negative outcome once. */
  abstract write(memory: MemoryView, pointer: number, bytes: number): number;
  abstract subscribe(): Pollable;
}

/** Grants what the stream takes: how much, 0 or why nothing. */
function grant(stream: OutputStream): number {
  const outcome = stream.checkWrite();
  stream.granted = Math.max(outcome, 0);
  return outcome;
}

export function streams(host: Host): Interface {
  const { memory, resources, readiness } = host;

  const storeFailure = (result: number, at: number, outcome: number): void => {
    memory.u8(result, 1);
    memory.u8(result + at, outcome === STREAM_CLOSED ? 1 : 0);
    if (outcome === STREAM_CLOSED) return;
    memory.u32(result + at + 4, resources.add(new StreamError('the connection failed')));
  };

  // Where the read under way goes, and whether the write under way has been made: a guest waits in one call at a time.
  let place = 0;
  let isWritten = false;

  /** Reads without waiting; would-block is stored as no bytes. A further attempt reads to where the first one would have. */
  const read = (isFirst: boolean, self: number, length: bigint, result: number): number => {
    const stream = resources.get(self, InputStream);
    const isMore = length < 0n || length > READ_LIMIT_BYTES; // a u64 comes signed
    const asked = isMore ? READ_LIMIT_BYTES : Number(length);
    const pointer = isFirst ? memory.allocate(1, asked) : place;
    const outcome = stream.read(memory, pointer, asked);
    if (outcome === WOULD_BLOCK) place = pointer;
    else if (outcome < 0) {
      storeFailure(result, 4, outcome);
      return outcome;
    }
    memory.u8(result, 0);
    memory.u32(result + 4, pointer);
    memory.u32(result + 8, Math.max(outcome, 0));
    return outcome;
  };

  const write = (stream: OutputStream, pointer: number, bytes: number): number => {
    if (bytes > stream.granted)
      throw new Trap(`write of ${bytes} bytes where ${stream.granted} were granted`);
    memory.check(pointer, bytes);
    stream.granted = 0;
    return stream.write(memory, pointer, bytes);
  };

  /** Writes once something is granted, and is done when something is granted again: then all of it has left. */
  const writeAndFlush = (isFirst: boolean, self: number, pointer: number, bytes: number, result: number) => {
    memory.refresh();
    const stream = resources.get(self, OutputStream);
    let outcome = grant(stream);
    isWritten &&= !isFirst;
    if (outcome > 0 && !isWritten) {
      isWritten = true;
      outcome = write(stream, pointer >>> 0, bytes >>> 0);
      if (outcome >= 0) outcome = grant(stream);
    }
    if (outcome === 0) return readiness.waitMs();
    storeUnit(result, outcome);
    return DONE;
  };

  const storeUnit = (result: number, outcome: number): void => {
    if (outcome < 0) storeFailure(result, 4, outcome);
    else memory.u8(result, 0);
  };

  return {
    '[method]input-stream.read': (self: number, length: bigint, result: number) =>
      void read(true, self, length, result),
    '[method]input-stream.blocking-read': waiting(readiness, (...args: Parameters<typeof read>) =>
      read(...args) === WOULD_BLOCK ? readiness.waitMs() : DONE,
    ),
    '[method]input-stream.subscribe': (self: number) =>
      addPollable(host, resources.get(self, InputStream).subscribe()),
    '[resource-drop]input-stream': (self: number) => resources.drop(self, InputStream),

    '[method]output-stream.check-write': (self: number, result: number) => {
      memory.refresh();
      const outcome = grant(resources.get(self, OutputStream));
      if (outcome < 0) return storeFailure(result, 8, outcome);
      memory.u8(result, 0);
      memory.u64(result + 8, outcome);
    },
    '[method]output-stream.write': (self: number, pointer: number, bytes: number, result: number) => {
      memory.refresh();
      storeUnit(result, write(resources.get(self, OutputStream), pointer >>> 0, bytes >>> 0));
    },
    '[method]output-stream.blocking-write-and-flush': waiting(readiness, writeAndFlush),
    '[method]output-stream.subscribe': (self: number) =>
      addPollable(host, resources.get(self, OutputStream).subscribe()),
    '[resource-drop]output-stream': (self: number) => resources.drop(self, OutputStream),
  };
}
