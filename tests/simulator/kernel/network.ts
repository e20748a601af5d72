import type { Address } from '../../../host/engines/engine.ts';
import type { World } from '../world.ts';
import { Link, type LinkPeer } from './link.ts';
import type { SimSocket } from './sim-socket.ts';

/** How long a client's system waits before it tries again when nobody answers. */
const RETRY_MS = 250;

/** What becomes of a server's own attempt to connect. */
export interface Attempt {
  /** How it ends, an outcome; undefined: never. */
  outcome: number | undefined;
  afterMs: number;
  /** Makes who answers. */
  peer: (address: Address) => LinkPeer;
  /** Called once it is connected. */
  connected: (link: Link) => void;
}

/** Where the server's sockets can be reached, and whom they can reach. */
export class Network {
  readonly listeners = new Set<SimSocket>();
  readonly udpSockets = new Set<SimSocket>();
  /** The server's ends of connections that are open. */
  readonly links = new Set<Link>();
  isStopped = false;
  /** Tells what becomes of the next attempt of the server's. */
  nextAttempt: ((address: Address) => Attempt) | undefined;
  /** Takes a datagram of the server's. */
  deliver: ((to: Address, bytes: Uint8Array) => void) | undefined;

  constructor(
    readonly world: World,
    readonly latencyMs: number,
    readonly bufferBytes: number,
    private readonly backlog: number,
  ) {}

  makeLink(peer: LinkPeer): Link {
    return new Link(this.world, peer, this.latencyMs, this.bufferBytes);
  }

  /** Connects a client; `tell` gets the connection, or undefined when nobody listens. */
  connect(peer: LinkPeer, family: 4 | 6, tell: (link: Link | undefined) => void): void {
    const listener = [...this.listeners].find((socket) => socket.family === family && !socket.stopped);
    if (listener === undefined) return tell(undefined);
    if (listener.waiting.length >= Math.min(this.backlog, listener.backlog)) {
      this.world.after(RETRY_MS, () => this.connect(peer, family, tell));
      return;
    }
    const link = this.makeLink(peer);
    listener.waiting.push(link);
    this.world.progress();
    tell(link);
    listener.become('readable');
  }

  /** Ends listening: those who wait to be accepted are turned away. */
  stop(): void {
    this.isStopped = true;
    for (const listener of this.listeners) {
      for (const link of listener.waiting.splice(0)) link.break(true);
      listener.stopped = true;
      listener.become('readable');
    }
  }
}

/** Gives an address's text, to find it by. */
export function keyOf({ family, parts, port }: Address): string {
  return `${family} ${parts.join('.')} ${port}`;
}
