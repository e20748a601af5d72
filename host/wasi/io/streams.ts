/**
 * wasi:io/streams.
 *
 * Results in memory, each as "+offset field":
 * result<list<u8>, stream-error> of a read: +0 failed, +4 pointer, +8 bytes; failed: +4 case (0 failed, 1 closed), +8 error
 * result<u64, stream-error> of check-write, skip and splice: +0 failed, +8 bytes; failed: +8 case, +12 error
 * result<_, stream-error> of a write or flush: +0 failed, +4 case, +8 error
 */
import { WOULD_BLOCK } from '../../engines/outcome.ts';
import { StreamError } from './error.ts';
import type { Host, Interface } from '../host.ts';
import { addPollable } from './poll.ts';
import { InputStream, OutputStream, READ_LIMIT_BYTES, STREAM_CLOSED } from './stream.ts';
import { StreamSteps } from './stream-steps.ts';
import { waitingSteps } from '../suspend.ts';

export function streams(host: Host): Interface {
  const { memory, resources, readiness } = host;
  const steps = new StreamSteps(host.engine, host.readiness);
  const input = (self: number): InputStream => resources.get(self, InputStream);
  const output = (self: number): OutputStream => resources.get(self, OutputStream);

  const storeFailure = (result: number, at: number, outcome: number, isNetwork: boolean): void => {
    memory.u8(result, 1);
    memory.u8(result + at, outcome === STREAM_CLOSED ? 1 : 0);
    if (outcome === STREAM_CLOSED) return;
    memory.u32(result + at + 4, resources.add(new StreamError(outcome, isNetwork)));
  };

  const storeUnit = (result: number, outcome: number, isNetwork: boolean): void => {
    memory.refresh();
    if (outcome < 0) storeFailure(result, 4, outcome, isNetwork);
    else memory.u8(result, 0);
  };

  const storeCount = (result: number, outcome: number, isNetwork: boolean): void => {
    memory.refresh();
    if (outcome < 0) return storeFailure(result, 8, outcome, isNetwork);
    memory.u8(result, 0);
    memory.u64(result + 8, outcome);
  };

  const storeRead = (result: number, pointer: number, outcome: number, isNetwork: boolean): void => {
    if (outcome < 0 && outcome !== WOULD_BLOCK) return storeFailure(result, 4, outcome, isNetwork);
    memory.u8(result, 0);
    memory.u32(result + 4, pointer);
    memory.u32(result + 8, Math.max(outcome, 0));
  };

  /**
   * Reads, and returns false for would-block. It allocates guest memory only for bytes: a peer could otherwise use up the guest's memory
   * by disconnecting. Where the stream is not known to have bytes, or the guest takes nothing back, it is read to the host's memory
   * first, and the bytes are copied.
   */
  const read = (stream: InputStream, length: bigint, result: number): boolean => {
    const asked = bytesOf(length, READ_LIMIT_BYTES);
    if (asked > 0 && memory.takesBack && stream.hasBytes) {
      const pointer = memory.allocate(1, asked);
      const outcome = stream.read(memory, pointer, asked);
      storeRead(result, pointer, outcome, stream.isNetwork);
      return outcome !== WOULD_BLOCK;
    }
    const outcome = stream.read(steps.scratch, 0, asked);
    const pointer = memory.allocate(1, Math.max(outcome, 0));
    if (outcome > 0) memory.bytes.set(steps.scratch.bytes.subarray(0, outcome), pointer);
    storeRead(result, pointer, outcome, stream.isNetwork);
    return outcome !== WOULD_BLOCK;
  };

  const skip = (mayWait: boolean) =>
    function* (self: number, length: bigint, result: number): Generator<number, void> {
      const stream = input(self);
      storeCount(result, yield* steps.skip(stream, bytesOf(length), mayWait), stream.isNetwork);
    };

  return {
    '[method]input-stream.read': (self: number, length: bigint, result: number) => {
      read(input(self), length, result);
    },
    '[method]input-stream.blocking-read': waitingSteps(
      readiness,
      function* (self: number, length: bigint, result: number) {
        const stream = input(self);
        if (length === 0n) yield* readiness.waitFor(stream);
        for (;;) {
          if (read(stream, length, result) || length === 0n) return;
          yield* readiness.waitFor(stream);
        }
      },
    ),
    '[method]input-stream.skip': waitingSteps(readiness, skip(false)),
    '[method]input-stream.blocking-skip': waitingSteps(readiness, skip(true)),
    '[method]input-stream.subscribe': (self: number) => addPollable(host, input(self).subscribe()),
    '[resource-drop]input-stream': (self: number) => resources.drop(self, InputStream),

    '[method]output-stream.check-write': (self: number, result: number) => {
      const stream = output(self);
      storeCount(result, steps.checkWrite(stream), stream.isNetwork);
    },
    '[method]output-stream.write': (self: number, pointer: number, bytes: number, result: number) => {
      memory.refresh();
      memory.check(pointer >>> 0, bytes >>> 0);
      const stream = output(self);
      storeUnit(result, steps.write(stream, memory, pointer >>> 0, bytes >>> 0), stream.isNetwork);
    },
    '[method]output-stream.blocking-write-and-flush': waitingSteps(
      readiness,
      function* (self: number, pointer: number, bytes: number, result: number) {
        memory.refresh();
        memory.check(pointer >>> 0, bytes >>> 0);
        const stream = output(self);
        const outcome = yield* steps.writeAndFlush(stream, memory, pointer >>> 0, bytes >>> 0);
        storeUnit(result, outcome, stream.isNetwork);
      },
    ),
    '[method]output-stream.write-zeroes': (self: number, length: bigint, result: number) => {
      const stream = output(self);
      storeUnit(result, steps.writeZeroes(stream, bytesOf(length)), stream.isNetwork);
    },
    '[method]output-stream.blocking-write-zeroes-and-flush': waitingSteps(
      readiness,
      function* (self: number, length: bigint, result: number) {
        const stream = output(self);
        storeUnit(result, yield* steps.writeZeroesAndFlush(stream, bytesOf(length)), stream.isNetwork);
      },
    ),
    '[method]output-stream.flush': (self: number, result: number) => {
      const stream = output(self);
      storeUnit(result, steps.flush(stream), stream.isNetwork);
    },
    '[method]output-stream.blocking-flush': waitingSteps(readiness, function* (self: number, result: number) {
      const stream = output(self);
      storeUnit(result, yield* steps.flushWaiting(stream), stream.isNetwork);
    }),
    '[method]output-stream.splice': (self: number, source: number, length: bigint, result: number) => {
      const to = output(self);
      const from = input(source);
      storeCount(result, steps.splice(to, from, bytesOf(length)), to.isNetwork || from.isNetwork);
    },
    '[method]output-stream.blocking-splice': waitingSteps(
      readiness,
      function* (self: number, source: number, length: bigint, result: number) {
        const to = output(self);
        const from = input(source);
        const outcome = yield* steps.spliceWaiting(to, from, bytesOf(length));
        storeCount(result, outcome, to.isNetwork || from.isNetwork);
      },
    ),
    '[method]output-stream.subscribe': (self: number) => addPollable(host, output(self).subscribe()),
    '[resource-drop]output-stream': (self: number) => resources.drop(self, OutputStream),
  };
}

/** Gives a length as a number, at most `maxBytes`. `length`: a u64, which is passed signed. */
function bytesOf(length: bigint, maxBytes = Number.MAX_SAFE_INTEGER): number {
  return length < 0n || length > maxBytes ? maxBytes : Number(length);
}
