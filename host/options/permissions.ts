/** What a guest may do: checks `permissions`. */
import { OptionError } from '../errors.ts';
import { RuleError } from '../permissions/access-rule.ts';
import { type Grants, Permissions, type Use } from '../permissions/permissions.ts';
import { checkVariable, readOptions, readStrings } from './checks.ts';
import type { OneOrMore, PermissionOptions } from './options.ts';

/** A call of a guest may be compared with all of them. */
const MAX_RULES = 10_000;
const PERMISSION_NAMES = ['listen', 'connect', 'resolve', 'env'] as const;
const EVERYTHING: Required<PermissionOptions> = { listen: '*', connect: '*', resolve: '*', env: '*' };

/** Permissions, checked. */
export interface ResolvedPermissions {
  grants: Grants;
  /** The variables of the process that the guest sees. */
  env: Record<string, string>;
}

/** Checks permissions. `listen`: addresses that may be listened on as well. Throws OptionError. */
export function resolvePermissions(
  value: PermissionOptions | 'all' | undefined,
  listen: readonly string[] = [],
): ResolvedPermissions {
  const given = permissionsOf(value);
  return {
    grants: grantsOf(given, listen),
    env: inheritedVariables(listOf('permissions.env', given.env)),
  };
}

/** Reads one text or several. Throws OptionError. */
export function listOf(option: string, value: OneOrMore | undefined): string[] {
  return readStrings(option, typeof value === 'string' ? [value] : value);
}

function permissionsOf(value: PermissionOptions | 'all' | undefined): PermissionOptions {
  if (value === 'all') return EVERYTHING;
  return readOptions<PermissionOptions, keyof PermissionOptions>('permissions', value, PERMISSION_NAMES);
}

/** Returns what is wrong with a rule, or undefined. */
export function problemOf(use: Use, text: string): string | undefined {
  try {
    void new Permissions({ listen: [], connect: [], resolve: [], [use]: [text] });
    return undefined;
  } catch (error) {
    if (error instanceof RuleError) return error.message;
    throw error;
  }
}

function grantsOf(given: PermissionOptions, listen: readonly string[]): Grants {
  const grants: Grants = {
    listen: [...listen, ...listOf('permissions.listen', given.listen)],
    connect: listOf('permissions.connect', given.connect),
    resolve: listOf('permissions.resolve', given.resolve),
  };
  for (const use of ['listen', 'connect', 'resolve'] as const) {
    if (grants[use].length > MAX_RULES)
      throw new OptionError(
        `permissions.${use}`,
        `expected at most ${MAX_RULES} rules, not ${grants[use].length}`,
      );
    for (const text of grants[use]) {
      const problem = problemOf(use, text);
      if (problem !== undefined) throw new OptionError(`permissions.${use}`, `${text}: ${problem}`);
    }
  }
  return grants;
}

/** Returns the named environment variables of the process. */
function inheritedVariables(names: readonly string[]): Record<string, string> {
  const wanted = new Set(names);
  for (const name of wanted) checkVariable('permissions.env', name);
  const all = Object.entries(process.env) as [string, string][];
  return Object.fromEntries(all.filter(([name]) => wanted.has(name) || wanted.has('*')));
}
