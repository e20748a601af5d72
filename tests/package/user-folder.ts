import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string | undefined;

/** Runs npm in a folder and gives what it prints. */
export function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] }).toString();
}

/** A user's folder: it was empty, and the packed package was installed there; once for all tests of a process, gone at its end. */
export function userFolder(): string {
  if (folder !== undefined) return folder;
  const made = (folder = mkdtempSync(join(tmpdir(), 'as-selectors-user-')));
  process.once('exit', () => rmSync(made, { recursive: true }));
  npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder);
  npm(folder, 'init', '-y');
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  npm(folder, 'install', '--no-audit', '--no-fund', `./${tarball}`);
  return folder;
}
