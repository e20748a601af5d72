/** wasi:clocks, random and cli for jco's code. */
import * as clock from '../wasi/clocks.ts';
import { StdioStream } from '../wasi/cli/stdio.ts';
import { TerminalInput, TerminalOutput } from '../wasi/cli/command.ts';
import { WALL_CLOCK_RESOLUTION, wallClockNow } from '../wasi/clocks.ts';
import { InputStream, OutputStream, Pollable } from './io.ts';
import type { FindWorld } from './world.ts';

/** wasi:clocks/wall-clock `datetime`. */
export interface Datetime {
  seconds: bigint;
  nanoseconds: number;
}

function datetime({ seconds, nanoseconds }: { seconds: number; nanoseconds: number }): Datetime {
  return { seconds: BigInt(seconds), nanoseconds };
}

/** Makes wasi:clocks/monotonic-clock. */
export function makeMonotonicClock(world: FindWorld) {
  return {
    now: (): bigint => clock.nowNs(world().readiness),
    resolution: (): bigint => clock.RESOLUTION_NS,
    subscribeInstant: (when: bigint): Pollable =>
      Pollable.subscribe(world(), clock.subscribeInstant(world().readiness, when)),
    subscribeDuration: (when: bigint): Pollable =>
      Pollable.subscribe(world(), clock.subscribeDuration(world().readiness, when)),
  };
}

/** Makes wasi:clocks/wall-clock. */
export function makeWallClock(world: FindWorld) {
  return {
    now: (): Datetime => datetime(wallClockNow(world())),
    resolution: (): Datetime => datetime(WALL_CLOCK_RESOLUTION),
  };
}

/** Makes a function that returns random bytes as an array. */
function randomBytes(world: FindWorld): (len: bigint) => Uint8Array {
  return (len) => {
    const { random } = world();
    const bytes = new Uint8Array(random.length(len));
    random.fillBytes(bytes);
    return bytes;
  };
}

/** Makes wasi:random/random. */
export function makeRandom(world: FindWorld) {
  return { getRandomBytes: randomBytes(world), getRandomU64: (): bigint => world().random.u64() };
}

/** Makes wasi:random/insecure. */
export function makeInsecure(world: FindWorld) {
  return {
    getInsecureRandomBytes: randomBytes(world),
    getInsecureRandomU64: (): bigint => world().random.u64(),
  };
}

/** Makes wasi:random/insecure-seed. */
export function makeInsecureSeed(world: FindWorld) {
  return { insecureSeed: (): [bigint, bigint] => world().random.insecureSeed() };
}

/** Makes wasi:cli/environment. */
export function makeEnvironment(world: FindWorld) {
  return {
    getArguments: (): string[] => [...world().args],
    getEnvironment: (): [string, string][] => Object.entries(world().env),
    initialCwd: (): string | undefined => undefined,
  };
}

/** wasi:cli/exit. It ends the process, or the worker where the component runs in one. */
export const exit = {
  exit(status: { tag: 'ok' | 'err' }): never {
    process.exit(status.tag === 'ok' ? 0 : 1);
  },
  exitWithCode(statusCode: number): never {
    process.exit(statusCode);
  },
};

/** Makes wasi:cli/stdin. */
export function makeStdin(world: FindWorld) {
  return { getStdin: (): InputStream => InputStream.of(world(), world().openStdin()) };
}

function output(world: FindWorld, descriptor: number): OutputStream {
  return OutputStream.of(world(), new StdioStream({ descriptor }, world().readiness));
}

/** Makes wasi:cli/stdout. */
export function makeStdout(world: FindWorld) {
  return { getStdout: (): OutputStream => output(world, 1) };
}

/** Makes wasi:cli/stderr. */
export function makeStderr(world: FindWorld) {
  return { getStderr: (): OutputStream => output(world, 2) };
}

/** A class of resources that the host never makes. Its methods are left out, since no component can call them. */
export interface Never {
  new (): any;
  prototype: any;
}

/** wasi:cli/terminal-input. */
export const terminalInput = { TerminalInput: TerminalInput as Never };
/** wasi:cli/terminal-output. */
export const terminalOutput = { TerminalOutput: TerminalOutput as Never };
/** wasi:cli/terminal-stdin. */
export const terminalStdin = { getTerminalStdin: (): undefined => undefined };
/** wasi:cli/terminal-stdout. */
export const terminalStdout = { getTerminalStdout: (): undefined => undefined };
/** wasi:cli/terminal-stderr. */
export const terminalStderr = { getTerminalStderr: (): undefined => undefined };
