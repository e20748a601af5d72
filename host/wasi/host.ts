import type { Engine } from '../engines/engine.ts';
import type { GuestMemory } from './memory.ts';
import type { Permissions } from './permissions.ts';
import type { Readiness } from './readiness.ts';
import type { Resolver } from './resolver.ts';
import type { ResourceTable } from './resources.ts';
import type { Stdio } from './stdio.ts';

/** An imported function after lowering: core values in, at most one out. */
export type Lowered = (...args: never[]) => number | bigint | void;
/** One WASI interface: its functions by their names in core imports. */
export type Interface = Record<string, Lowered>;

/** What the functions of one guest share. */
export interface Host {
  engine: Engine;
  memory: GuestMemory;
  resources: ResourceTable;
  readiness: Readiness;
  resolver: Resolver;
  /** The guest's command line, its name first. */
  args: readonly string[];
  /** The environment variables that it sees; none where it is left out. */
  env?: Readonly<Record<string, string>>;
  /** What it may do; everything where it is left out. */
  permissions?: Permissions;
  /** Its standard streams; the process' own where they are left out. */
  stdio?: Stdio;
}

/** Thrown through the guest when it asks to end. */
export class Exit extends Error {
  override name = 'Exit';

  constructor(readonly isFailure: boolean) {
    super('the guest exits');
  }
}
