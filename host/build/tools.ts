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

/** The packages, and the files of them that are loaded. `require` resolves files only: asc's exports are for `import` alone. */
const PACKAGES = {
  assemblyscript: ['assemblyscript/dist/asc.js', 'assemblyscript/lib/binaryen.js'],
  '@bytecodealliance/jco': ['@bytecodealliance/jco'],
};

/** Resolves a module from the first folder that has it. */
function resolveFrom(module: string, folders: string[]): string | undefined {
  for (const folder of folders) {
    try {
      return createRequire(join(folder, 'any.js')).resolve(module);
    } catch {
      // try the next folder
    }
  }
  return undefined;
}

function throwMissing(missing: string[]): never {
  const { peerDependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const wanted = missing.map((name) => `${name}@${peerDependencies[name].replace(/^\D/, '')}`);
  const what = `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not installed`;
  throw new BuildError('ERR_MISSING_TOOLS', `${what}: npm install --save-dev ${wanted.join(' ')}`);
}

/** Loads each tool from the first of the folders that has it installed, or else from as-selectors. Rejects with BuildError. */
export async function loadTools(folders: string[]): Promise<Tools> {
  const all = [...folders, fileURLToPath(new URL('.', import.meta.url))];
  const files = Object.entries(PACKAGES).map(([name, modules]) => ({
    name,
    found: modules.map((module) => resolveFrom(module, all)),
  }));
  const missing = files.filter(({ found }) => found.includes(undefined)).map(({ name }) => name);
  if (missing.length > 0) throwMissing(missing);
  const urls = files.flatMap(({ found }) => found.map((file) => pathToFileURL(file!).href));
  const [asc, binaryen, jco] = await Promise.all(urls.map((url) => import(url)));
  return { asc, binaryen: binaryen.default, jco };
}
