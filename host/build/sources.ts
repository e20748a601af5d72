import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BuildError } from './build-error.ts';
import { type WasiVersion, textFor } from './wasi-version.ts';

/** How asc's names begin for the files of this package, where sources import it by its name. */
const LIBRARY = '~lib/as-selectors/';
/** Matches asc's names for the files of this package: of entries, and in each folder where the package may be installed. */
const OWN_NAME = /(?:^~lib|(?:^|\/)node_modules)\/as-selectors\/(.*)$/;

function findRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'asconfig.json'))) return folder;
    if (folder === dirname(folder))
      throw new Error(`as-selectors is not installed whole: no folder above ${start} has its asconfig.json`);
  }
}

/** The package's top folder; this file is in its host/build or, compiled, in its dist/host/build. */
export const packageRoot = findRoot();

/** Tells whether a file belongs to this package, and not to a package installed in it. */
function isOwn(file: string): boolean {
  return /^(?!\.\.\/|node_modules\/)/.test(relative(packageRoot, file));
}

/**
 * Returns asc's name for the package's top folder, with a slash at the end, when it compiles `source` in `folder`.
 *
 * A file that is imported by two names would be compiled twice. The package's own sources import it by path, all others by its name.
 */
export function nameOfPackage(folder: string, source: string): string {
  if (!isOwn(source)) return LIBRARY;
  const path = relative(folder, packageRoot);
  return path === '' ? '' : `${path}/`;
}

/** Returns the text of a library file that re-exports the file of this package that has another name. */
function reExport(path: string, packageName: string): string {
  const up = '../'.repeat(`${LIBRARY}${path}`.split('/').length - 1);
  return `export * from '${up}${packageName}${path.replace(/\.ts$/, '')}';\n`;
}

/**
 * Returns the function by which asc reads sources, for a build in `folder`.
 *
 * Files of as-selectors are read from this package, wherever asc looks for them. Throws BuildError when one is imported by a second name.
 */
export function sourceReader(
  folder: string,
  packageName: string,
  version: WasiVersion,
): (name: string, folder?: string) => Promise<string | null> {
  return async (name, from = folder) => {
    const byName = OWN_NAME.exec(name)?.[1];
    const path = byName ?? relative(packageRoot, resolve(from, name));
    const text = await readFile(resolve(packageRoot, path), 'utf8').catch(() => null);
    if (text === null) return null;
    if (byName !== undefined && packageName !== LIBRARY) return reExport(path, packageName);
    if (byName === undefined && packageName === LIBRARY && path.startsWith('assembly/')) {
      throw new BuildError(
        'ERR_COMPILE',
        `${name} belongs to as-selectors: import 'as-selectors/assembly' instead`,
      );
    }
    return textFor(path, text, version);
  };
}
