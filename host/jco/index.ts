/**
 * WASI 0.2 for components that `jco transpile` made code of, on the same sockets and readiness as the Node host's own.
 *
 * `jco transpile FILE.wasm --map 'wasi:*=…'` in place of preview2-shim (see README), or `createImports` with `--instantiation`. It
 * blocks its thread while the component waits: run it in a process or a worker of its own. Needs Linux, as the epoll engine does.
 */
import { type Imports, makeExports, makeImports } from './imports.ts';
import { JcoWorld, type WasiOptions } from './world.ts';

export type { WasiOptions } from './world.ts';

const options: WasiOptions = {};
let shared: JcoWorld | undefined;

/** Says what components see that import their interfaces from here; before they start. */
export function configure(given: WasiOptions): void {
  Object.assign(options, given);
  shared?.configure(given);
}

/** All interfaces by their names, as jco's code looks for them, and with a version behind, as its types have them. */
export type WasiImports<Version extends string> = Imports & {
  [Name in keyof Imports as `${Name}@${Version}`]: Imports[Name];
};

/**
 * Makes what the code of `jco transpile --instantiation` is instantiated with; each call makes a world of its own. `version`: that
 * of WASI in the component, which only the types need.
 */
export function createImports<Version extends string = '0.2.12'>(
  given: WasiOptions & { version?: Version } = {},
): WasiImports<Version> {
  let own: JcoWorld | undefined;
  const imports = makeImports(() => (own ??= new JcoWorld(given)));
  const versioned = Object.entries(imports).map(([name, value]) => [
    `${name}@${given.version ?? '0.2.12'}`,
    value,
  ]);
  return { ...imports, ...Object.fromEntries(versioned) };
}

/** The interfaces, for `--map`: all of them live in one world, which `configure` furnishes. */
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
} = makeExports(() => (shared ??= new JcoWorld(options)));
