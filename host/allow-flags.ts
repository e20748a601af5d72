/** The permissions on the command line: `--allow-listen HOST:PORT` and the like, which stand before the component's file. */
import type { PermissionOptions } from './options.ts';

/** What the flags say, and what is left of the command line. */
export interface Allowed {
  permissions: PermissionOptions | 'all';
  rest: string[];
}

/** Reads the flags up to the first argument that is none. Gives a text that says what is wrong, if anything. */
export function readAllowFlags(args: readonly string[]): Allowed | string {
  const found: Required<Record<keyof PermissionOptions, string[]>> = {
    listen: [],
    connect: [],
    resolve: [],
    env: [],
  };
  let isAll = false;
  let i = 0;
  for (; i < args.length && args[i]!.startsWith('-'); i++) {
    const [, flag, , inline] = /^(--[^=]*)(=(.*))?$/s.exec(args[i]!) ?? [];
    const use = flag?.replace(/^--allow-/, '') as keyof PermissionOptions | 'all' | undefined;
    if (flag === '--allow-all' && inline === undefined) isAll = true;
    else if (flag?.startsWith('--allow-') && Object.hasOwn(found, use!)) {
      const value = inline ?? args[++i];
      if (value === undefined) return `${flag} needs a value`;
      found[use as keyof PermissionOptions].push(...value.split(','));
    } else return `unknown option ${args[i]}`;
  }
  return { permissions: isAll ? 'all' : found, rest: args.slice(i) };
}
