/** wasi:io/error, poll and streams for jco's code. */
import { WOULD_BLOCK } from '../engines/outcome.ts';
import { StreamError as HostError } from '../wasi/io/error.ts';
import { Pollable as HostPollable } from '../wasi/poll/pollable.ts';
import { Trap } from '../wasi/resources.ts';
import {
  type InputStream as HostInput,
  type OutputStream as HostOutput,
  READ_LIMIT_BYTES,
  STREAM_CLOSED,
} from '../wasi/io/stream.ts';
import { Handle } from './handle.ts';
import { bytesOf } from './values.ts';
import type { FindWorld, JcoWorld } from './world.ts';

/** Thrown when a call on a stream fails. */
export type StreamError = { tag: 'last-operation-failed'; val: Error } | { tag: 'closed' };

/** wasi:io/error `error`. */
class Error extends Handle<HostError> {
  toDebugString(): string {
    return this.resource.message;
  }

  /** The outcome that the failure is. */
  get outcome(): number {
    return this.resource.outcome;
  }

  /** The engine's outcome, if the failure is a socket's. */
  get networkOutcome(): number | undefined {
    return this.resource.isNetwork ? this.resource.outcome : undefined;
  }
}
export { Error };

/** wasi:io/poll `pollable`. */
export class Pollable extends Handle<HostPollable> {
  /** Makes a pollable and gives it a handle. */
  static subscribe(world: JcoWorld, pollable: HostPollable): Pollable {
    pollable.handle = world.resources.add(pollable);
    return Pollable.of(world, pollable);
  }

  /** Its handle in the lists that are polled. */
  get handle(): number {
    return this.resource.handle;
  }

  ready(): boolean {
    return this.world.readiness.test(this.resource);
  }

  block(): void {
    this.world.readiness.block(this.resource);
  }

  protected override drop(): void {
    this.world.resources.drop(this.handle, HostPollable);
    this.world.readiness.dropped(this.handle);
  }
}

/** Returns an outcome of 0 or more; throws the stream-error of another. */
function succeedStream(world: JcoWorld, outcome: number, isNetwork: boolean): number {
  if (outcome === STREAM_CLOSED) throw { tag: 'closed' } satisfies StreamError;
  if (outcome < 0) {
    const val = Error.of(world, new HostError(outcome, isNetwork));
    throw { tag: 'last-operation-failed', val } satisfies StreamError;
  }
  return outcome;
}

/** wasi:io/streams `input-stream`. */
export class InputStream extends Handle<HostInput> {
  read(len: bigint): Uint8Array {
    const bytes = bytesOf(len, READ_LIMIT_BYTES);
    const outcome = this.resource.read(this.world.steps.scratch, 0, bytes);
    return this.bytes(outcome === WOULD_BLOCK ? 0 : outcome);
  }

  blockingRead(len: bigint): Uint8Array {
    const { steps } = this.world;
    const outcome = this.world.readiness.finish(
      steps.readWaiting(this.resource, steps.scratch, 0, bytesOf(len, READ_LIMIT_BYTES)),
    );
    return this.bytes(outcome === WOULD_BLOCK ? 0 : outcome);
  }

  skip(len: bigint): bigint {
    return BigInt(
      this.succeed(this.world.readiness.finish(this.world.steps.skip(this.resource, bytesOf(len), false))),
    );
  }

  blockingSkip(len: bigint): bigint {
    return BigInt(
      this.succeed(this.world.readiness.finish(this.world.steps.skip(this.resource, bytesOf(len), true))),
    );
  }

  subscribe(): Pollable {
    return Pollable.subscribe(this.world, this.resource.subscribe());
  }

  /** Moves bytes to an output stream. */
  spliceTo(to: HostOutput, len: bigint, mayWait: boolean): bigint {
    const { readiness, steps } = this.world;
    const bytes = bytesOf(len);
    const outcome = mayWait
      ? readiness.finish(steps.spliceWaiting(to, this.resource, bytes))
      : steps.splice(to, this.resource, bytes);
    return BigInt(succeedStream(this.world, outcome, to.isNetwork || this.resource.isNetwork));
  }

  private bytes(outcome: number): Uint8Array {
    return this.world.steps.scratch.bytes.slice(0, this.succeed(outcome));
  }

  private succeed(outcome: number): number {
    return succeedStream(this.world, outcome, this.resource.isNetwork);
  }
}

/** wasi:io/streams `output-stream`. */
export class OutputStream extends Handle<HostOutput> {
  checkWrite(): bigint {
    return BigInt(this.succeed(this.world.steps.checkWrite(this.resource)));
  }

  write(contents: Uint8Array): void {
    const { steps } = this.world;
    this.succeed(steps.write(this.resource, this.copy(contents), 0, contents.length));
  }

  blockingWriteAndFlush(contents: Uint8Array): void {
    const { steps } = this.world;
    this.succeed(
      this.world.readiness.finish(
        steps.writeAndFlush(this.resource, this.copy(contents), 0, contents.length),
      ),
    );
  }

  flush(): void {
    this.succeed(this.world.steps.flush(this.resource));
  }

  blockingFlush(): void {
    this.succeed(this.world.readiness.finish(this.world.steps.flushWaiting(this.resource)));
  }

  writeZeroes(len: bigint): void {
    this.succeed(this.world.steps.writeZeroes(this.resource, bytesOf(len)));
  }

  blockingWriteZeroesAndFlush(len: bigint): void {
    this.succeed(
      this.world.readiness.finish(this.world.steps.writeZeroesAndFlush(this.resource, bytesOf(len))),
    );
  }

  splice(src: InputStream, len: bigint): bigint {
    return src.spliceTo(this.resource, len, false);
  }

  blockingSplice(src: InputStream, len: bigint): bigint {
    return src.spliceTo(this.resource, len, true);
  }

  subscribe(): Pollable {
    return Pollable.subscribe(this.world, this.resource.subscribe());
  }

  /** Copies bytes to memory that the engine can send from. More than it holds are not copied: no grant allows so many. */
  private copy(contents: Uint8Array): { bytes: Uint8Array; base: number } {
    const { scratch } = this.world.steps;
    if (contents.length <= scratch.bytes.length) scratch.bytes.set(contents);
    return scratch;
  }

  private succeed(outcome: number): number {
    return succeedStream(this.world, outcome, this.resource.isNetwork);
  }
}

/** wasi:io/error. */
export const error = { Error };
/** wasi:io/streams. */
export const streams = { InputStream, OutputStream };

/** Makes wasi:io/poll. */
export function makePoll(world: FindWorld) {
  let list = new Int32Array(64);
  return {
    Pollable,
    /** `pollables`: instances of this module's class, though jco's types declare another. */
    poll(pollables: readonly object[]): Uint32Array {
      const { length } = pollables;
      if (length === 0) throw new Trap('poll of an empty list');
      if (list.length < length) list = new Int32Array(2 * length);
      (pollables as Pollable[]).forEach((pollable, i) => (list[i] = pollable.handle));
      return new Uint32Array(world().readiness.poll(list, 0, length));
    },
  };
}
