/** Loads transforms: extensions of the AssemblyScript compiler, which come with packages such as json-as. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BuildError } from './build-error.ts';

/** What asc calls of a transform. */
const HOOKS = ['afterParse', 'afterInitialize', 'afterCompile'] as const;

/** A transform as asc takes it: a class, or an object that is ready. */
export type Transform = (new () => object) | object;
type Hooks = Partial<Record<(typeof HOOKS)[number], (...values: unknown[]) => unknown>>;

function fail(problem: string, error: unknown): never {
  throw new BuildError('ERR_TRANSFORM', `${problem}: ${error instanceof Error ? error.message : error}`);
}

/** Returns the file of a transform: of a package that one of the folders has, or a path relative to the last of them. */
function find(name: string, folders: string[]): string {
  const isPath = name.startsWith('.') || name.startsWith('/');
  for (const folder of isPath ? folders.slice(-1) : folders) {
    try {
      return createRequire(join(folder, 'any.js')).resolve(name);
    } catch {
      // try the next folder
    }
  }
  const [scope, second] = name.split('/');
  const advice = `npm install ${scope?.startsWith('@') ? `${scope}/${second}` : scope}`;
  throw new BuildError(
    'ERR_TRANSFORM',
    `the transform ${name} is not there: ${isPath ? 'no such file' : advice}`,
  );
}

/** Returns a transform whose failures are BuildErrors. */
function guarded(name: string, transform: Transform): Transform {
  const made = typeof transform === 'function' ? class extends (transform as new () => object) {} : undefined;
  const hooks: Hooks = made?.prototype ?? Object.create(transform);
  for (const hook of HOOKS) {
    const call = hooks[hook];
    if (typeof call !== 'function') continue;
    hooks[hook] = async function (...values) {
      try {
        await call.apply(this, values);
      } catch (error) {
        fail(`the transform ${name} failed`, error);
      }
    };
  }
  return made ?? hooks;
}

/** Loads transforms by their names, packages or paths, from the first of the folders that has them. Rejects with BuildError. */
export async function loadTransforms(names: readonly string[], folders: string[]): Promise<Transform[]> {
  const transforms: Transform[] = [];
  for (const name of names) {
    const url = pathToFileURL(find(name, folders)).href;
    const { default: transform } = await import(url).catch((error) =>
      fail(`the transform ${name} can't be loaded`, error),
    );
    if (typeof transform !== 'function' && (typeof transform !== 'object' || transform === null))
      fail(`${name} is no transform`, 'its default export is neither a class nor an object');
    transforms.push(guarded(name, transform));
  }
  return transforms;
}
