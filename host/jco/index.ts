/**
 * WASI 0.2 for components that `jco transpile` made code of, on the same sockets and readiness as the Node host's own.
 *
 * `jco transpile FILE.wasm --map 'wasi:*=…'` in place of preview2-shim (see README), or `createImports` with `--instantiation`. It
 * blocks its thread while the component waits: run it in a process or a worker of its own. Needs Linux, as the epoll engine does.
 */
import { makeImports } from './imports.ts';
import { JcoWorld, type WasiOptions } from './world.ts';

export type { WasiOptions } from './world.ts';

type Interfaces = ReturnType<typeof makeImports>;

const options: WasiOptions = {};
let shared: JcoWorld | undefined;

/** Says what components see that import their interfaces from here; before they start. */
export function configure(given: WasiOptions): void {
  Object.assign(options, given);
  shared?.configure(given);
}

/** All interfaces by their names, as jco's code looks for them, and with a version behind, as its types have them. */
export type WasiImports<Version extends string> = Interfaces & {
  [Name in keyof Interfaces as `${Name}@${Version}`]: Interfaces[Name];
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
  'wasi:io/error': error,
  'wasi:io/poll': poll,
  'wasi:io/streams': streams,
  'wasi:clocks/monotonic-clock': monotonicClock,
  'wasi:clocks/wall-clock': wallClock,
  'wasi:random/random': random,
  'wasi:random/insecure': insecure,
  'wasi:random/insecure-seed': insecureSeed,
  'wasi:sockets/network': network,
  'wasi:sockets/instance-network': instanceNetwork,
  'wasi:sockets/tcp': tcp,
  'wasi:sockets/tcp-create-socket': tcpCreateSocket,
  'wasi:sockets/udp': udp,
  'wasi:sockets/udp-create-socket': udpCreateSocket,
  'wasi:sockets/ip-name-lookup': ipNameLookup,
  'wasi:cli/environment': environment,
  'wasi:cli/exit': exit,
  'wasi:cli/stdin': stdin,
  'wasi:cli/stdout': stdout,
  'wasi:cli/stderr': stderr,
  'wasi:cli/terminal-input': terminalInput,
  'wasi:cli/terminal-output': terminalOutput,
  'wasi:cli/terminal-stdin': terminalStdin,
  'wasi:cli/terminal-stdout': terminalStdout,
  'wasi:cli/terminal-stderr': terminalStderr,
  'wasi:filesystem/preopens': preopens,
  'wasi:filesystem/types': types,
} = makeImports(() => (shared ??= new JcoWorld(options)));
