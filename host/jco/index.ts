/**
 * WASI 0.2 for components that `jco transpile` has translated, with the same sockets and readiness as the Node host.
 *
 * Use it in place of preview2-shim with `jco transpile FILE.wasm --map 'wasi:*=…'` (see host/README.md), or pass `createImports()` to code made
 * with `--instantiation`. The thread blocks while the component waits, so run it in a process or worker of its own. It needs Linux, as
 * the epoll engine does.
 */
import { type Imports, makeExports, makeImports } from './imports.ts';
import { LazyWorld } from './lazy-world.ts';
import type { WasiOptions } from './wasi-options.ts';

export type { WasiOptions } from './wasi-options.ts';

const shared = new LazyWorld();

/**
 * Sets what components see, and may do, that import the interfaces of this module. Call it before they start; options that it is not
 * given stay as they were. Throws OptionError, also for options that are unknown, and an Error after `close`.
 */
export function configure(given: WasiOptions): void {
  shared.configure(given);
}

/**
 * Closes the sockets and files of the components that import the interfaces of this module, and ends their look-ups and timers. Their
 * calls throw from then on; what is still to be sent, the kernel sends. Does nothing when called again.
 */
export function close(): void {
  shared.close();
}

/** All interfaces, by their names without version, which jco's code uses, and with it, which its types use; and what closes them. */
export type WasiImports<Version extends string> = Imports & {
  [Name in keyof Imports as `${Name}@${Version}`]: Imports[Name];
} & {
  /** Closes the sockets and files of the component, and ends its look-ups and timers. Its calls throw from then on. */
  close(): void;
};

/**
 * Makes the imports for the code of `jco transpile --instantiation`; each call makes a world of its own. `version`: the component's
 * version of WASI, which only the types need. Throws OptionError.
 */
export function createImports<Version extends string = '0.2.12'>(
  given: WasiOptions & { version?: Version } = {},
): WasiImports<Version> {
  const { version = '0.2.12', ...own } = given;
  const world = new LazyWorld();
  world.configure(own);
  const imports = makeImports(world.find);
  const versioned = Object.entries(imports).map(([name, value]) => [`${name}@${version}`, value]);
  return { ...imports, ...Object.fromEntries(versioned), close: () => world.close() };
}

/** The interfaces for `--map`. They share one world, which `configure` sets. */
export const {
  error,
  poll,
  streams,
  monotonicClock,
  wallClock,
  random,
  insecure,
  insecureSeed,
  network,
  instanceNetwork,
  tcp,
  tcpCreateSocket,
  udp,
  udpCreateSocket,
  ipNameLookup,
  environment,
  exit,
  stdin,
  stdout,
  stderr,
  terminalInput,
  terminalOutput,
  terminalStdin,
  terminalStdout,
  terminalStderr,
  preopens,
  types,
} = makeExports(shared.find);
