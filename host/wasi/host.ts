import type { Engine } from '../engines/engine.ts';
import type { GuestMemory } from './abi.ts';
import type { Permissions } from '../permissions/permissions.ts';
import type { Readiness } from './poll/readiness.ts';
import type { Resolver } from '../dns/resolver.ts';
import type { ResourceTable } from './resources.ts';
import type { Lingering } from './sockets/lingering.ts';
import type { SocketObserver } from './sockets/observer.ts';
import type { Stdio } from './cli/stdio.ts';
import type { GuestFiles } from './filesystem/guest-files.ts';

/** An imported function after lowering: core values in, at most one out. */
export type Lowered = (...args: never[]) => number | bigint | void;
/** One WASI interface: its functions by their names in core imports. */
export type Interface = Record<string, Lowered>;

/** What the host gives to one guest, whether its calls are lowered by hand or by jco. Time is the clock of `readiness`. */
export interface World {
  engine: Engine;
  resources: ResourceTable;
  readiness: Readiness;
  lingering: Lingering;
  resolver: Resolver;
  /** The guest's command line, its name first. */
  args: readonly string[];
  /** The environment variables that it sees; none by default. */
  env?: Readonly<Record<string, string>>;
  /** What it may do; everything by default. */
  permissions?: Permissions;
  /** Observes and limits its sockets; by default nothing is observed or limited. */
  observer?: SocketObserver;
  /** The files that it may read; none by default. */
  files?: GuestFiles;
  /** Its standard streams; the process' own by default. */
  stdio?: Stdio;
  /** The time of day, in milliseconds since 1970; the system's by default. */
  wallClockMs?: () => number;
  /** Fills an array with random bytes; by default with the system's, which are fit for secrets. */
  fillRandom?: (bytes: Uint8Array) => void;
}

/** The world of a guest whose calls are lowered by hand, with its memory. */
export interface Host extends World {
  memory: GuestMemory;
}

/** Thrown through the guest when it calls `exit`. */
export class Exit extends Error {
  override name = 'Exit';

  /** `code`: the exit code; undefined when the guest called WASI's `exit` with a failure, which has no number. */
  constructor(readonly code: number | undefined) {
    super('the guest exits');
  }
}
