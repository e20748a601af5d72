import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BuildError } from './build-error.ts';
import { type WasiVersion, textFor } from './wasi-version.ts';

/** asc's names for the files of a package that sources import by its name begin so. */
const LIBRARY = '~lib/as-selectors/';
/** A file of ours as asc looks for it: an entry, or in one of the folders where the package may be installed. */
const OURS = /(?:^~lib|(?:^|\/)node_modules)\/as-selectors\/(.*)$/;

function findRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'asconfig.json'))) return folder;
    if (folder === dirname(folder))
      throw new Error(`as-selectors is not installed whole: no folder above ${start} has its asconfig.json`);
  }
}

/** The package's top folder: this file is there in host/build, or compiled in dist/host/build. */
export const packageRoot = findRoot();

/** Whether a file is of this package, and not of what is installed in it. */
function isOwn(file: string): boolean {
  return /^(?!\.\.\/|node_modules\/)/.test(relative(packageRoot, file));
}

/**
 * How asc names the package's top folder, with a slash at the end, when it compiles `source` in `folder`.
 *
 * There must be one name: a file that is compiled by two names is there twice. Sources of our own import by path, all others by
 * the package's name.
 */
export function nameOfPackage(folder: string, source: string): string {
  if (!isOwn(source)) return LIBRARY;
  const path = relative(folder, packageRoot);
  return path === '' ? '' : `${path}/`;
}

/** A file by the name of a library, which hands on what is in one of ours with another name. */
function handOn(path: string, packageName: string): string {
  const up = '../'.repeat(`${LIBRARY}${path}`.split('/').length - 1);
  return `export * from '${up}${packageName}${path.replace(/\.ts$/, '')}';\n`;
}

/**
 * Gives asc the source files that a version's build in `folder` is made of.
 *
 * Those of as-selectors are this package's, wherever asc looks for them. Throws BuildError when one is imported by a second name.
 */
export function sourceReader(
  folder: string,
  packageName: string,
  version: WasiVersion,
): (name: string, folder?: string) => Promise<string | null> {
  return async (name, from = folder) => {
    const byName = OURS.exec(name)?.[1];
    const path = byName ?? relative(packageRoot, resolve(from, name));
    const text = await readFile(resolve(packageRoot, path), 'utf8').catch(() => null);
    if (text === null) return null;
    if (byName !== undefined && packageName !== LIBRARY) return handOn(path, packageName);
    if (byName === undefined && packageName === LIBRARY && path.startsWith('assembly/')) {
      throw new BuildError('ERR_COMPILE', `${name} is as-selectors: import 'as-selectors/assembly' instead`);
    }
    return textFor(path, text, version);
  };
}
