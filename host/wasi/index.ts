import { environment, exit, terminal, terminalInput, terminalOutput } from './cli/command.ts';
import { error } from './io/error.ts';
import { filesystemTypes } from './filesystem/types.ts';
import { preopens } from './filesystem/preopens.ts';
import type { Host, Interface } from './host.ts';
import { insecure, insecureSeed, random } from './random.ts';
import { instanceNetwork, network } from './sockets/network.ts';
import { ipNameLookup } from './sockets/ip-name-lookup.ts';
import { monotonicClock, wallClock } from './clocks.ts';
import { poll } from './io/poll.ts';
import { stderr, stdout } from './cli/stdio.ts';
import { stdin } from './cli/stdin.ts';
import { streams } from './io/streams.ts';
import { tcpCreateSocket, tcp } from './sockets/tcp.ts';
import { udpCreateSocket, udp } from './sockets/udp.ts';

/** The interfaces that the host supplies, by their names without version: the host treats all 0.2.x versions alike. */
export const INTERFACES = {
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
  'wasi:cli/terminal-stdin': terminal('stdin'),
  'wasi:cli/terminal-stdout': terminal('stdout'),
  'wasi:cli/terminal-stderr': terminal('stderr'),
  'wasi:filesystem/preopens': preopens,
  'wasi:filesystem/types': filesystemTypes,
} satisfies Record<string, (host: Host) => Interface>;

/** The name of an interface, without version. */
export type InterfaceName = keyof typeof INTERFACES;
