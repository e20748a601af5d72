import { Network } from '../../host/wasi/sockets/network.ts';
import type { Resource } from '../../host/wasi/resources.ts';
import { OutputStream } from '../../host/wasi/io/stream.ts';
import { TcpSocket } from '../../host/wasi/sockets/tcp-socket.ts';
import { TimerPollable } from '../../host/wasi/poll/timers.ts';
import type { SimEngine } from './kernel/sim-engine.ts';
import type { SimSocket } from './kernel/sim-socket.ts';
import type { WatchedTable } from './layer/watched-table.ts';
import { Violation } from './world.ts';

/** What a server may keep to its end, by kinds, and how many of each: a time limit, the network, standard output and error. */
const MAX_KEPT = { timer: 1, network: 1, output: 2 };

/** Throws when something is left at a server's end that is nobody's. */
export function checkLeaks({ held }: WatchedTable, { sockets }: SimEngine): void {
  const counts = new Map<string, number>();
  const count = (name: string): number => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return counts.get(name)!;
  };
  const lingering = new Set<unknown>();
  for (const resource of held.values()) {
    const root = rootOf(resource);
    if (root instanceof TcpSocket && isInFlight(root)) lingering.add(root.socket);
    else {
      const kind = keptKind(resource);
      if (kind === undefined || count(kind) > MAX_KEPT[kind]) count(`left: ${resource.constructor.name}`);
    }
  }
  const left = [...counts]
    .filter(([name]) => name.startsWith('left'))
    .map(([name, n]) => `${n} ${name.slice(6)}`);
  const open = [...sockets].filter((socket) => socket.kind !== 'file' && !lingering.has(socket));
  if (open.length > 0) left.push(`${open.length} sockets of the host`);
  if (left.length > 0) throw new Violation('no leak', `left at the end: ${left.join(', ')}`);
}

/** Whether it can't be closed, since the host still has bytes of it: at the end of a drain that is left to the host. */
function isInFlight({ output, socket }: TcpSocket): boolean {
  return output !== undefined && (output.isSending || !socket.writable || (socket as SimSocket).isRefused);
}

function rootOf(resource: Resource): Resource {
  while (resource.parent !== undefined) resource = resource.parent;
  return resource;
}

function keptKind(resource: Resource): keyof typeof MAX_KEPT | undefined {
  if (resource instanceof TimerPollable) return 'timer';
  if (resource instanceof Network) return 'network';
  return resource instanceof OutputStream && resource.parent === undefined ? 'output' : undefined;
}
