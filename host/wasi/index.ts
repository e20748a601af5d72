import { environment } from './environment.ts';
import { error } from './error.ts';
import { exit } from './exit.ts';
import { filesystemTypes, preopens } from './filesystem.ts';
import type { Host, Interface } from './host.ts';
import { insecure } from './insecure.ts';
import { insecureSeed } from './insecure-seed.ts';
import { instanceNetwork } from './instance-network.ts';
import { ipNameLookup } from './ip-name-lookup.ts';
import { monotonicClock } from './monotonic-clock.ts';
import { network } from './network.ts';
import { poll } from './poll.ts';
import { random } from './random.ts';
import { stderr } from './stderr.ts';
import { stdin } from './stdin.ts';
import { stdout } from './stdout.ts';
import { streams } from './streams.ts';
import { tcpCreateSocket } from './tcp-create-socket.ts';
import { tcp } from './tcp.ts';
import { terminal, terminalInput, terminalOutput } from './terminals.ts';
import { udpCreateSocket } from './udp-create-socket.ts';
import { udp } from './udp.ts';
import { wallClock } from './wall-clock.ts';

/** What the host supplies: interfaces by their names without version; every 0.2.x of them is the same here. */
export const INTERFACES: Record<string, (host: Host) => Interface> = {
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
};
