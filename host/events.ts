/** What is reported of a guest while it runs, and how it ended. */
import type { GuestFailure, ListenFailure } from './errors.ts';
import type { EphemeralPort } from './guest/ephemeral-ports.ts';
import type { Use } from './permissions/permissions.ts';

/** An address that a guest listens on, or has bound a UDP socket to; `net.AddressInfo` with a protocol. */
export interface ListenAddress {
  /** The IP address. */
  address: string;
  /** Its kind. */
  family: 'IPv4' | 'IPv6';
  /** The port that it has. */
  port: number;
  /** TCP or UDP. */
  protocol: 'tcp' | 'udp';
}

/** A connection of a guest. */
export interface Connection {
  /** Counts the connections of its guest. */
  id: number;
  /** Whether the guest accepted it or made it. */
  direction: 'accepted' | 'connected';
  /** The peer's IP address; empty when the peer was gone before it could be asked. */
  remoteAddress: string;
  /** The peer's port, or 0. */
  remotePort: number;
}

/** A call that was denied. */
export interface Denial {
  /** What was tried. */
  use: Use;
  /** `ADDRESS:PORT`, or a name. */
  target: string;
}

/** What happens while a guest runs. */
export type Report =
  /** `found`: set when it had asked for any port. */
  | { type: 'listening'; address: ListenAddress; found?: EphemeralPort }
  /** It has closed what it listened with. */
  | { type: 'listening-ended'; address: ListenAddress }
  /** It listens, and waits for the first time. */
  | { type: 'ready' }
  | { type: 'connection' | 'disconnection' | 'refused'; connection: Connection }
  | { type: 'denied'; denial: Denial }
  | { type: 'output'; stream: 'stdout' | 'stderr'; bytes: Uint8Array };

/** About how much memory an `output` report takes beside its bytes. */
export const OUTPUT_OVERHEAD_BYTES = 256;

/** The reports that are made only while the program listens for their event, as bits of the event mask. */
export const EVENT_BITS = { connection: 1, disconnection: 2, refused: 4, denied: 8 } as const;

/** How a guest ended. It can be sent between threads. */
export interface Ending {
  exitCode: number;
  /** Why it could not go on, or could not be started. */
  failure?: GuestFailure;
  /** Why the last attempt to listen failed, where none has succeeded. */
  listenFailure?: ListenFailure;
  /** The end of what it wrote to standard error. */
  stderrTail: string;
}
