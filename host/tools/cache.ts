/** Keeps what tools and tests download or build once, in the user's cache folder. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the folder of that name in the cache. If it does not exist, `fill` fills it, and returns whether that went well; if not, returns
 * undefined.
 */
export function cachedFolder(name: string, fill: (folder: string) => boolean): string | undefined {
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(caches, 'as-selectors', name);
  if (existsSync(folder)) return folder;
  const part = `${folder}.${process.pid}.part`; // an interrupted download must not look like a finished one
  mkdirSync(part, { recursive: true });
  const isFilled = fill(part);
  if (isFilled && !existsSync(folder)) renameSync(part, folder);
  rmSync(part, { recursive: true, force: true });
  return isFilled ? folder : undefined;
}
