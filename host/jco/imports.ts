import { INTERFACES, type InterfaceName } from '../wasi/index.ts';
import { makePreopens, types } from './filesystem.ts';
import { error, makePoll, streams } from './io.ts';
import { makeInstanceNetwork, makeIpNameLookup, network } from './network.ts';
import * as system from './system.ts';
import { makeTcpCreateSocket, tcp } from './tcp.ts';
import { makeUdpCreateSocket, udp } from './udp.ts';
import type { FindWorld } from './world.ts';

type CamelCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;
/** The name of an interface for jco's `--map`: the part after the package, in camelCase. */
type ExportName<Name extends string> = Name extends `${string}/${infer Last}` ? CamelCase<Last> : never;

/** The interfaces of one world, by their names for jco's `--map`. */
export type Exports = ReturnType<typeof makeExports>;
/** The interfaces of one world, by their WIT names without version. */
export type Imports = { [Name in InterfaceName]: Exports[ExportName<Name>] };

/** Makes all interfaces of one world, by their names for jco's `--map`. */
export function makeExports(find: FindWorld) {
  return {
    error,
    poll: makePoll(find),
    streams,
    monotonicClock: system.makeMonotonicClock(find),
    wallClock: system.makeWallClock(find),
    random: system.makeRandom(find),
    insecure: system.makeInsecure(find),
    insecureSeed: system.makeInsecureSeed(find),
    network,
    instanceNetwork: makeInstanceNetwork(find),
    tcp,
    tcpCreateSocket: makeTcpCreateSocket(find),
    udp,
    udpCreateSocket: makeUdpCreateSocket(find),
    ipNameLookup: makeIpNameLookup(find),
    environment: system.makeEnvironment(find),
    exit: system.exit,
    stdin: system.makeStdin(find),
    stdout: system.makeStdout(find),
    stderr: system.makeStderr(find),
    terminalInput: system.terminalInput,
    terminalOutput: system.terminalOutput,
    terminalStdin: system.terminalStdin,
    terminalStdout: system.terminalStdout,
    terminalStderr: system.terminalStderr,
    preopens: makePreopens(find),
    types,
  } satisfies Record<ExportName<InterfaceName>, object>;
}

/** Makes all interfaces of one world, by their WIT names without version, for jco's `--instantiation`. */
export function makeImports(find: FindWorld): Imports {
  const made = makeExports(find);
  const names = Object.keys(INTERFACES) as InterfaceName[];
  return Object.fromEntries(names.map((name) => [name, made[exportName(name)]])) as unknown as Imports;
}

function exportName(name: InterfaceName): keyof Exports {
  const last = name.slice(name.indexOf('/') + 1);
  return last.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) as keyof Exports;
}
