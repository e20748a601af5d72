/** Fetches programs that come as npm packages into the cache. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cachedFolder } from './cache.ts';

/**
 * Gives the folder of an npm package of that version, which is installed into the cache if need be; undefined when that fails.
 *
 * `program`: what the package holds, by which the cache names it.
 */
export function provideNpmPackage(name: string, version: string, program: string): string | undefined {
  const folder = cachedFolder(`${program}-${version}`, (prefix) => {
    console.error(`${program}: fetching ${version} from npm...`);
    const args = ['install', '--no-audit', '--no-fund', '--silent', '--prefix', prefix, `${name}@${version}`];
    return spawnSync('npm', args, { cwd: prefix, stdio: ['ignore', 2, 2] }).status === 0;
  });
  return folder && join(folder, 'node_modules', name);
}
