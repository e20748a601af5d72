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
import { DISPOSE, Handle } from './handle.ts';
import { bytesOf } from './values.ts';
import type { FindWorld, JcoWorld } from './world.ts';

/** What a failed call on a stream throws. */
export type StreamError = { tag: 'last-operation-failed'; val: Error } | { tag: 'closed' };

/** wasi:io/error `error`. */
class Error extends Handle<HostError> {
  toDebugString(): string {
    return this.resource.message;
  }

  /** What the engine said, where it is a socket's failure. */
  get networkOutcome(): number | undefined {
    return this.resource.isNetwork ? this.resource.outcome : undefined;
  }
}
export { Error };

/** wasi:io/poll `pollable`. */
export class Pollable extends Handle<HostPollable> {
  /** Makes one, with a number in the lists that are polled. */
  static subscribe(world: JcoWorld, pollable: HostPollable): Pollable {
    pollable.handle = world.resources.add(pollable);
    return Pollable.of(world, pollable);
  }

  /** Its number in the lists that are polled. */
  get handle(): number {
    return this.resource.handle;
  }

  ready(): boolean {
    return this.world.readiness.test(this.resource);
  }

  block(): void {
    this.world.readiness.block(this.resource);
  }

  override [DISPOSE](): void {
    this.world.resources.drop(this.handle, HostPollable);
    this.world.readiness.dropped(this.handle);
  }
}

/** Gives bytes or 0; throws the stream-error of another outcome. */
function bytesDone(world: JcoWorld, outcome: number, isNetwork: boolean): number {
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
    return this.taken(outcome === WOULD_BLOCK ? 0 : outcome);
  }

  blockingRead(len: bigint): Uint8Array {
    const { steps } = this.world;
    const outcome = this.world.readiness.finish(
      steps.readWaiting(this.resource, steps.scratch, 0, bytesOf(len, READ_LIMIT_BYTES)),
    );
    return this.taken(outcome === WOULD_BLOCK ? 0 : outcome);
  }

  skip(len: bigint): bigint {
    return BigInt(
      this.done(this.world.readiness.finish(this.world.steps.skip(this.resource, bytesOf(len), false))),
    );
  }

  blockingSkip(len: bigint): bigint {
    return BigInt(
      this.done(this.world.readiness.finish(this.world.steps.skip(this.resource, bytesOf(len), true))),
    );
  }

  subscribe(): Pollable {
    return Pollable.subscribe(this.world, this.resource.subscribe());
  }

  /** Moves what comes to an output stream. */
  spliceTo(to: HostOutput, len: bigint, mayWait: boolean): bigint {
    const outcome = this.world.readiness.finish(
      this.world.steps.splice(to, this.resource, bytesOf(len), mayWait),
    );
    return BigInt(bytesDone(this.world, outcome, to.isNetwork || this.resource.isNetwork));
  }

  private taken(outcome: number): Uint8Array {
    return this.world.steps.scratch.bytes.slice(0, this.done(outcome));
  }

  private done(outcome: number): number {
    return bytesDone(this.world, outcome, this.resource.isNetwork);
  }
}

/** wasi:io/streams `output-stream`. */
export class OutputStream extends Handle<HostOutput> {
  checkWrite(): bigint {
    return BigInt(this.done(this.world.steps.checkWrite(this.resource)));
  }

  write(contents: Uint8Array): void {
    const { steps } = this.world;
    this.done(steps.write(this.resource, this.copied(contents), 0, contents.length));
  }

  blockingWriteAndFlush(contents: Uint8Array): void {
    const { steps } = this.world;
    this.done(
      this.world.readiness.finish(
        steps.writeAndFlush(this.resource, this.copied(contents), 0, contents.length),
      ),
    );
  }

  flush(): void {
    this.done(this.world.steps.flush(this.resource));
  }

  blockingFlush(): void {
    this.done(this.world.readiness.finish(this.world.steps.flushWaiting(this.resource)));
  }

  writeZeroes(len: bigint): void {
    this.done(this.world.steps.writeZeroes(this.resource, bytesOf(len)));
  }

  blockingWriteZeroesAndFlush(len: bigint): void {
    this.done(this.world.readiness.finish(this.world.steps.writeZeroesAndFlush(this.resource, bytesOf(len))));
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

  /** Puts bytes where the engine can send them from; more than any grant stay out, since the step refuses them. */
  private copied(contents: Uint8Array): { bytes: Uint8Array; base: number } {
    const { scratch } = this.world.steps;
    if (contents.length <= scratch.bytes.length) scratch.bytes.set(contents);
    return scratch;
  }

  private done(outcome: number): number {
    return bytesDone(this.world, outcome, this.resource.isNetwork);
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
    /** `pollables`: of this package; jco's types have a class of their own for them. */
    poll(pollables: readonly object[]): Uint32Array {
      const { length } = pollables;
      if (length === 0) throw new Trap('poll of an empty list');
      if (list.length < length) list = new Int32Array(2 * length);
      (pollables as Pollable[]).forEach((pollable, i) => (list[i] = pollable.handle));
      return new Uint32Array(world().readiness.poll(list, 0, length));
    },
  };
}
