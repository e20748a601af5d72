/** Builds servers written in AssemblyScript: a source file becomes a component that wasmtime and the Node host run. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { BuildError } from './build-error.ts';
import { compileCore } from './compile.ts';
import { makeComponent } from './make-component.ts';
import { loadTools } from './tools.ts';
import { VERSIONS, type WasiVersion, componentName } from './wasi-version.ts';

export { BuildError, type BuildProblem } from './build-error.ts';
export type { WasiVersion } from './wasi-version.ts';

/** What is built, and how. */
export interface BuildOptions {
  /** The server's source, a `.ts` file that exports `run(): i32`. */
  source: string;
  /** The component's file. By default beside the source, by its name: `server.wasm`, for WASI 0.3 `server.wasi-0.3.wasm`. */
  output?: string;
  /** The version of WASI that it is built for; 0.2 by default, which every host runs. */
  wasi?: WasiVersion;
  /** Keeps the functions' names and optimizes nothing, so that a trap says where it was; false by default. */
  debug?: boolean;
  /** The folder that all paths are relative to, in messages too; by default the working folder. */
  folder?: string;
}

/** What was built. */
export interface Built {
  /** The component's file: `output`, or what it is by default. */
  file: string;
  /** Its size in bytes. */
  bytes: number;
  /** What the compiler had to say nevertheless; mostly nothing. */
  warnings: string;
}

function isThere(path: string, kind: 'isFile' | 'isDirectory'): boolean {
  return statSync(path, { throwIfNoEntry: false })?.[kind]() ?? false;
}

/** Writes a file as a whole or not at all. */
function writeWhole(file: string, name: string, bytes: Uint8Array): void {
  const part = `${file}.${process.pid}.part`; // a build cut off midway must not look like a finished one
  try {
    writeFileSync(part, bytes);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw new BuildError('ERR_OUTPUT', `${name} can't be written: ${(error as Error).message}`);
  }
}

/** Finds what can be said before anything is compiled; a folder that is not there would be noticed late. */
function check(source: string, path: string, output: string, folder: string): void {
  if (!path.endsWith('.ts')) {
    throw new BuildError(
      'ERR_NOT_A_SOURCE',
      `${source} is no AssemblyScript source: its name must end with .ts`,
    );
  }
  if (!isThere(path, 'isFile')) throw new BuildError('ERR_NO_SUCH_SOURCE', `${source}: no such file`);
  if (output.endsWith('.ts'))
    throw new BuildError('ERR_OUTPUT', `${output} would be a source, not a component`);
  if (isThere(resolve(folder, output), 'isDirectory')) {
    throw new BuildError('ERR_OUTPUT', `${output} is a folder: say which file in it`);
  }
  if (!isThere(resolve(folder, dirname(output)), 'isDirectory')) {
    throw new BuildError('ERR_OUTPUT', `${output}: there is no folder ${dirname(output)}`);
  }
}

/**
 * Builds a component from an AssemblyScript source and writes its file.
 *
 * Uses assemblyscript and @bytecodealliance/jco, as the source's folder, the working folder or as-selectors has them
 * installed. Rejects with BuildError; the file is then as it was.
 */
export async function build(options: BuildOptions): Promise<Built> {
  const { source, wasi = '0.2', debug = false } = options;
  const folder = realpathSync(options.folder ?? '.');
  if (!VERSIONS.includes(wasi)) {
    throw new BuildError('ERR_WASI_VERSION', `no build for WASI ${wasi}: ${VERSIONS.join(' or ')}`);
  }
  const path = resolve(folder, source);
  const name = componentName(basename(path, '.ts'), wasi);
  const output = options.output ?? join(dirname(source), name);
  check(source, path, output, folder);
  const tools = await loadTools([dirname(path), folder]);
  const { core, warnings } = await compileCore({ source: path, folder, wasi, debug }, tools);
  const component = await makeComponent(core, wasi, tools);
  writeWhole(resolve(folder, output), output, component);
  return { file: output, bytes: component.length, warnings };
}
