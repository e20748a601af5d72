/** Keeps what tools and tests fetch or build once for all, below the user's cache folder. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives a folder of that name in the cache; what is not there yet is put there by `fill`, which returns whether it could. Gives
 * undefined when it could not.
 */
export function cachedFolder(name: string, fill: (folder: string) => boolean): string | undefined {
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(caches, 'as-selectors', name);
  if (existsSync(folder)) return folder;
  const part = `${folder}.${process.pid}.part`; // a download cut off midway must not look like a finished one
  mkdirSync(part, { recursive: true });
  const isFilled = fill(part);
  if (isFilled && !existsSync(folder)) renameSync(part, folder);
  rmSync(part, { recursive: true, force: true });
  return isFilled ? folder : undefined;
}
