import { error, makePoll, streams } from './io.ts';
import { makeInstanceNetwork, makeIpNameLookup, network } from './network.ts';
import * as system from './system.ts';
import { makeTcpCreateSocket, tcp } from './tcp.ts';
import { makeUdpCreateSocket, udp } from './udp.ts';
import type { FindWorld } from './world.ts';

/** Makes all interfaces, by their names without version as jco's code has them, for one world. */
export function makeImports(find: FindWorld) {
  return {
    'wasi:io/error': error,
    'wasi:io/poll': makePoll(find),
    'wasi:io/streams': streams,
    'wasi:clocks/monotonic-clock': system.makeMonotonicClock(find),
    'wasi:clocks/wall-clock': system.makeWallClock(find),
    'wasi:random/random': system.makeRandom(find),
    'wasi:random/insecure': system.makeInsecure(find),
    'wasi:random/insecure-seed': system.makeInsecureSeed(find),
    'wasi:sockets/network': network,
    'wasi:sockets/instance-network': makeInstanceNetwork(find),
    'wasi:sockets/tcp': tcp,
    'wasi:sockets/tcp-create-socket': makeTcpCreateSocket(find),
    'wasi:sockets/udp': udp,
    'wasi:sockets/udp-create-socket': makeUdpCreateSocket(find),
    'wasi:sockets/ip-name-lookup': makeIpNameLookup(find),
    'wasi:cli/environment': system.makeEnvironment(find),
    'wasi:cli/exit': system.exit,
    'wasi:cli/stdin': system.makeStdin(find),
    'wasi:cli/stdout': system.makeStdout(find),
    'wasi:cli/stderr': system.makeStderr(find),
    'wasi:cli/terminal-input': system.terminalInput,
    'wasi:cli/terminal-output': system.terminalOutput,
    'wasi:cli/terminal-stdin': system.terminalStdin,
    'wasi:cli/terminal-stdout': system.terminalStdout,
    'wasi:cli/terminal-stderr': system.terminalStderr,
    'wasi:filesystem/preopens': system.preopens,
    'wasi:filesystem/types': system.types,
  };
}
