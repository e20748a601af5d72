/** How a guest is run, wherever that is: what a runner is given, and how it is told to end. */
import type { Program } from '../component/program.ts';
import type { PortSharing } from '../engines/epoll/shared-ports.ts';
import type { EphemeralPort } from '../guest/ephemeral-ports.ts';
import type { Ending, Report } from '../events.ts';
import type { Grants } from '../permissions/permissions.ts';
import type { Preopen } from '../wasi/filesystem/guest-files.ts';

/** A standard stream: a descriptor of the process, -1 for none, or 'report'. */
export type OutputPlace = number | 'report';

/** What a guest runs with. It can be sent to another thread. */
export interface GuestSetup {
  /** What its component comes to. */
  program: Program;
  /** Its command line, its name first. */
  args: string[];
  env: Record<string, string>;
  grants: Grants;
  /** The folders that it may read. */
  preopens: readonly Preopen[];
  /** A descriptor; -1: it is at its end. */
  stdin: number;
  stdout: OutputPlace;
  stderr: OutputPlace;
  /** The most handles that it may hold. */
  maxHandles: number;
  /** The most connections that it may have open. */
  maxConnections: number;
  /** The most sockets and files that it may have open, listeners and connections included. */
  maxSockets: number;
  /** The most names that it may look up at a time. */
  maxLookups: number;
  /** The most connections that it may have dropped before all was sent, and how long, in milliseconds: see `Lingering`. */
  maxLingering: number;
  lingerMs: number;
  ports: PortSharing & {
    /** What another found where it asked for any port. */
    found: readonly EphemeralPort[];
  };
}

/** A guest that runs. */
export interface Runner {
  /** Settles when it has ended and all that it had is freed; never rejects. */
  readonly finished: Promise<Ending>;
  /** In the order of `AT`. */
  readonly counters: Float64Array;
  /** Sets which reports are wanted: bits of EVENT_BITS. */
  setEventMask(reports: number): void;
  /** Of a report of output so many bytes were written. */
  acknowledgeOutput(stream: 'stdout' | 'stderr', outputBytes: number): void;
  /** Stops listening, and lets the guest finish what is under way; ends it after so many milliseconds. */
  drain(limitMs: number): void;
  /** Ends it now. */
  stop(): void;
}

/** Starts a guest. Never throws: what goes wrong is its ending. */
export type StartRunner = (setup: GuestSetup, report: (report: Report) => void) => Runner;
