import { environment } from './environment.ts';
import { error } from './error.ts';
import { exit } from './exit.ts';
import type { Host, Interface } from './host.ts';
import { instanceNetwork } from './instance-network.ts';
import { ipNameLookup } from './ip-name-lookup.ts';
import { monotonicClock } from './monotonic-clock.ts';
import { network } from './network.ts';
import { poll } from './poll.ts';
import { stderr } from './stderr.ts';
import { stdin } from './stdin.ts';
import { stdout } from './stdout.ts';
import { streams } from './streams.ts';
import { tcpCreateSocket } from './tcp-create-socket.ts';
import { tcp } from './tcp.ts';
import { udpCreateSocket } from './udp-create-socket.ts';
import { udp } from './udp.ts';

/** What the host supplies: interfaces by their names without version; every 0.2.x of them is the same here. */
export const INTERFACES: Record<string, (host: Host) => Interface> = {
  'wasi:io/error': error,
  'wasi:io/poll': poll,
  'wasi:io/streams': streams,
  'wasi:clocks/monotonic-clock': monotonicClock,
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
};
