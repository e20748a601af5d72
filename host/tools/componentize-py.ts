/** Runs componentize-py, which makes components of Python programs. It is fetched from PyPI into the cache. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cachedFolder } from './cache.ts';

const VERSION = '0.25.1';

/** Runs componentize-py in a folder. Throws when it can't be fetched, or fails. */
export function componentizePy(cwd: string, ...args: string[]): void {
  const wheel = `componentize-py==${VERSION}`;
  const folder = cachedFolder(`componentize-py-${VERSION}`, (target) => {
    console.error(`componentize-py: fetching ${wheel} from PyPI...`);
    const pip = ['-m', 'pip', 'install', '-q', '--no-deps', '--target', target, wheel];
    return spawnSync('python3', pip, { stdio: ['ignore', 2, 2] }).status === 0;
  });
  if (folder === undefined) throw new Error(`${wheel} can't be installed from PyPI`);
  const env = { ...process.env, PYTHONPATH: folder };
  const { status } = spawnSync('python3', [join(folder, 'bin/componentize-py'), ...args], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 2],
  });
  if (status !== 0) throw new Error(`componentize-py ${args.join(' ')} failed`);
}
