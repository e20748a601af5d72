/** What a runner reports of its guest. */
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

/** A connection as the program is told of it. */
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
  | { type: 'open' | 'close'; connection: Connection }
  | { type: 'refused'; connection: Connection }
  | { type: 'denied'; denial: Denial }
  | { type: 'output'; stream: 'stdout' | 'stderr'; bytes: Uint8Array };

/** What an `output` takes beside its bytes, about. */
export const OUTPUT_OVERHEAD_BYTES = 256;

/** Reports that are made only while somebody wants them, as bits. */
export const EVENT_BITS = { open: 1, close: 2, refused: 4, denied: 8 } as const;

/** An address that could not be listened on, and why, as Node names it. */
export interface ListenFailure {
  code: string;
  address: string;
  port: number;
}

/** Why a guest can't go on, or could not be started. */
export interface Problem {
  /** 'ERR_GUEST_TRAP', 'ERR_GUEST_CRASHED', 'ERR_ENGINE_UNAVAILABLE', or a code of `ComponentError`. */
  code: string;
  message: string;
}

/** How a guest ended. */
export interface Ending {
  exitCode: number;
  problem?: Problem;
  /** Why the last attempt to listen failed, where none has succeeded. */
  listenFailure?: ListenFailure;
  /** The end of what it said on standard error. */
  stderrTail: string;
}
