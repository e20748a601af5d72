/** What components that jco has transpiled see and may do: checks the options, and fills in the defaults. */
import { readEnvironment, readOptions, readStrings } from '../options/checks.ts';
import type { PermissionOptions } from '../options/options.ts';
import { resolvePermissions } from '../options/permissions.ts';
import { resolvePreopens } from '../options/preopens.ts';
import type { Grants } from '../permissions/permissions.ts';
import type { Preopen } from '../wasi/filesystem/guest-files.ts';

/** What a component that jco has transpiled sees of the process, and what it may do. */
export interface WasiOptions {
  /** The command line, the program's name first; only a name by default. */
  args?: readonly string[];
  /** The environment variables, beside those that `permissions.env` names; none by default. */
  env?: Readonly<Record<string, string>>;
  /** Folders that it may read, by its names of them; none by default. */
  preopens?: Readonly<Record<string, string>>;
  /**
   * What it may do, as in `serve`: what is left out is denied, and said once on standard error. By default it may use the whole network,
   * and sees no variables; `{}` denies everything, which is recommended as a start.
   */
  permissions?: PermissionOptions | 'all';
}

const NAMES = ['args', 'env', 'permissions', 'preopens'] as const;

/** The options with their defaults. */
export interface ResolvedWasiOptions {
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  preopens: readonly Preopen[];
  /** Undefined: everything is permitted. */
  grants: Grants | undefined;
}

/** Puts options in the place of former ones; those that are not given stay as they were. Throws OptionError where one is unknown. */
export function mergeWasiOptions(former: WasiOptions, given: WasiOptions): WasiOptions {
  const read = readOptions<WasiOptions, (typeof NAMES)[number]>('options', given, NAMES);
  return {
    ...former,
    ...Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)),
  };
}

/** Checks the options. Throws OptionError. */
export function resolveWasiOptions({ args, env, preopens, permissions }: WasiOptions): ResolvedWasiOptions {
  const permitted = permissions === undefined ? undefined : resolvePermissions(permissions);
  return {
    args: args === undefined ? ['component'] : readStrings('args', args),
    env: { ...permitted?.env, ...readEnvironment('env', env) },
    preopens: resolvePreopens(preopens),
    grants: permitted?.grants,
  };
}
