import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BuildError } from './build-error.ts';
import { packageRoot } from './sources.ts';

/** The optimizer that the compiler comes with. */
export type Binaryen = typeof import('assemblyscript/binaryen').default;

/** What a server is built with: the AssemblyScript compiler, its optimizer, and the part of jco that makes components. */
export interface Tools {
  asc: typeof import('assemblyscript/asc');
  binaryen: Binaryen;
  jco: typeof import('@bytecodealliance/jco');
}

/** The packages they are in, and what of them is loaded, as `require` can find it: asc's own names are for `import` alone. */
const PACKAGES = {
  assemblyscript: ['assemblyscript/dist/asc.js', 'assemblyscript/lib/binaryen.js'],
  '@bytecodealliance/jco': ['@bytecodealliance/jco'],
};

/** Gives the file of a module as the first of the folders finds it. */
function find(module: string, folders: string[]): string | undefined {
  for (const folder of folders) {
    try {
      return createRequire(join(folder, 'any.js')).resolve(module);
    } catch {
      // Not from there.
    }
  }
  return undefined;
}

function complain(missing: string[]): never {
  const { peerDependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const wanted = missing.map((name) => `${name}@${peerDependencies[name].replace(/^\D/, '')}`);
  const what = `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not installed`;
  throw new BuildError('ERR_MISSING_TOOLS', `${what}: npm install --save-dev ${wanted.join(' ')}`);
}

/** Loads the tools that the folders' packages have, the first that has one, or else as-selectors itself. Throws BuildError. */
export async function loadTools(folders: string[]): Promise<Tools> {
  const all = [...folders, fileURLToPath(new URL('.', import.meta.url))];
  const files = Object.entries(PACKAGES).map(([name, modules]) => ({
    name,
    found: modules.map((module) => find(module, all)),
  }));
  const missing = files.filter(({ found }) => found.includes(undefined)).map(({ name }) => name);
  if (missing.length > 0) complain(missing);
  const urls = files.flatMap(({ found }) => found.map((file) => pathToFileURL(file!).href));
  const [asc, binaryen, jco] = await Promise.all(urls.map((url) => import(url)));
  return { asc, binaryen: binaryen.default, jco };
}
