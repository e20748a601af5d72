/** How a guest is run, wherever that is: what a runner is given, what it reports, how it is told to end. */
import type { FoundPort, PortPlan } from './engines/epoll-ports.ts';
import type { Grants, Use } from './wasi/permissions.ts';

/** An address that a guest listens on, or has bound a UDP socket to; `net.AddressInfo` with a protocol. */
export interface ListenAddress {
  address: string;
  family: 'IPv4' | 'IPv6';
  port: number;
  protocol: 'tcp' | 'udp';
}

/** A connection as the program is told of it. */
export interface Connection {
  /** Counts the connections of its guest. */
  id: number;
  direction: 'accepted' | 'connected';
  /** The peer's address and port; empty when the peer was gone before it could be asked. */
  remoteAddress: string;
  remotePort: number;
}

/** A call that was denied. */
export interface Denial {
  use: Use;
  /** `ADDRESS:PORT`, or a name. */
  target: string;
}

/** What happens while a guest runs. */
export type Report =
  /** `found`: set when it had asked for any port. */
  | { type: 'listening'; address: ListenAddress; found?: FoundPort }
  /** It listens, and waits for the first time. */
  | { type: 'ready' }
  | { type: 'open' | 'close'; connection: Connection }
  | { type: 'refused'; connection: Connection }
  | { type: 'denied'; denial: Denial }
  | { type: 'output'; stream: 'stdout' | 'stderr'; bytes: Uint8Array };

/** Reports that are made only while somebody wants them, as bits. */
export const WANTED = { open: 1, close: 2, refused: 4, denied: 8 } as const;

/** An address that could not be listened on, and why, as Node names it. */
export interface Refusal {
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
  refusal?: Refusal;
  /** The end of what it said on standard error. */
  said: string;
}

/** A standard stream: a descriptor of the process, -1 for none, or 'report'. */
export type OutputPlace = number | 'report';

/** What a guest runs with. It can be sent to another thread. */
export interface GuestSetup {
  /** The core module of its component. */
  module: WebAssembly.Module;
  /** Its command line, its name first. */
  args: string[];
  env: Record<string, string>;
  grants: Grants;
  /** A descriptor; -1: it is at its end. */
  stdin: number;
  stdout: OutputPlace;
  stderr: OutputPlace;
  /** The most that its memory may have. */
  mostMemoryBytes: number;
  /** The most connections that it may have open. */
  mostConnections: number;
  ports: PortPlan;
}

/** A guest that runs. */
export interface Runner {
  /** Settles when it has ended and all that it had is freed; never rejects. */
  readonly finished: Promise<Ending>;
  /** In the order of `AT`. */
  readonly counters: Float64Array;
  /** Sets which reports are wanted: bits of WANTED. */
  want(reports: number): void;
  /** A report has been dealt with: `outputBytes` of it were written. */
  took(outputBytes: number): void;
  /** Stops listening, and lets the guest finish what is under way; ends it after so many milliseconds. */
  drain(limitMs: number): void;
  /** Ends it now. */
  stop(): void;
}

/** Starts a guest. Never throws: what goes wrong is its ending. */
export type StartRunner = (setup: GuestSetup, report: (report: Report) => void) => Runner;
