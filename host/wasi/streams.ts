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
import { waitingSteps } from './waiting.ts';

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

  const storeRead = (result: number, pointer: number, outcome: number): void => {
    if (outcome < 0 && outcome !== WOULD_BLOCK) return storeFailure(result, 4, outcome);
    memory.u8(result, 0);
    memory.u32(result + 4, pointer);
    memory.u32(result + 8, Math.max(outcome, 0));
  };

  const write = (stream: OutputStream, pointer: number, bytes: number): number => {
    if (bytes > stream.granted)
      throw new Trap(`write of ${bytes} bytes where ${stream.granted} were granted`);
    memory.check(pointer, bytes);
    stream.granted = 0;
    return stream.write(memory, pointer, bytes);
  };

  /** Waits for a grant that is not 0 and returns it, or a failure. */
  function* waitForGrant(stream: OutputStream): Generator<number, number> {
    for (;;) {
      const outcome = grant(stream);
      if (outcome !== 0) return outcome;
      yield readiness.waitMs();
    }
  }

  const storeUnit = (result: number, outcome: number): void => {
    if (outcome < 0) storeFailure(result, 4, outcome);
    else memory.u8(result, 0);
  };

  return {
    '[method]input-stream.read': (self: number, length: bigint, result: number) => {
      const stream = resources.get(self, InputStream);
      const asked = bytesOf(length);
      const pointer = memory.allocate(1, asked);
      storeRead(result, pointer, stream.read(memory, pointer, asked));
    },
    '[method]input-stream.blocking-read': waitingSteps(
      readiness,
      function* (self: number, length: bigint, result: number) {
        const stream = resources.get(self, InputStream);
        const asked = bytesOf(length);
        const pointer = memory.allocate(1, asked);
        let outcome = stream.read(memory, pointer, asked);
        while (outcome === WOULD_BLOCK) {
          yield readiness.waitMs();
          outcome = stream.read(memory, pointer, asked);
        }
        storeRead(result, pointer, outcome);
      },
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
    '[method]output-stream.blocking-write-and-flush': waitingSteps(
      readiness,
      function* (self: number, pointer: number, bytes: number, result: number) {
        memory.refresh();
        const stream = resources.get(self, OutputStream);
        let outcome = yield* waitForGrant(stream);
        if (outcome > 0) outcome = write(stream, pointer >>> 0, bytes >>> 0);
        if (outcome >= 0) outcome = yield* waitForGrant(stream); // granted again: all of it has left
        storeUnit(result, outcome);
      },
    ),
    '[method]output-stream.subscribe': (self: number) =>
      addPollable(host, resources.get(self, OutputStream).subscribe()),
    '[resource-drop]output-stream': (self: number) => resources.drop(self, OutputStream),
  };
}

/** How much to read of what is asked for; a u64 comes signed. */
function bytesOf(length: bigint): number {
  return length < 0n || length > READ_LIMIT_BYTES ? READ_LIMIT_BYTES : Number(length);
}
