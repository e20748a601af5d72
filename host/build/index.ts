/** Builds servers written in AssemblyScript: a source file becomes a component that wasmtime and the Node host run. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { BuildError } from './build-error.ts';
import { compileCore } from './compile.ts';
import { makeComponent } from './make-component.ts';
import { packFiles } from './pack-files.ts';
import { readOptions, readText } from '../options/checks.ts';
import { loadTools } from './tools.ts';
import { loadTransforms } from './transforms.ts';
import { VERSIONS, type WasiVersion, componentName } from './wasi-version.ts';

export { OptionError } from '../errors.ts';
export { BuildError, type BuildProblem } from './build-error.ts';
export type { WasiVersion } from './wasi-version.ts';

/** What is built, and how. */
export interface BuildOptions {
  /** The server's source, a `.ts` file that exports `run(): i32`. */
  source: string;
  /** The component's file. Default: `server.wasm`, or `server.wasi-0.3.wasm`, beside `server.ts`. */
  output?: string;
  /** The version of WASI to build for. Default: 0.2, which every host runs. */
  wasi?: WasiVersion;
  /** Keeps the functions' names and does not optimize, so that a trap says where it was. Default: false. */
  debug?: boolean;
  /** A folder whose files are compiled in, at most 64 MiB: `embeddedFiles()` of the program has them. Default: none. */
  embed?: string;
  /** Transforms of the compiler, by the names of their modules, such as `json-as/transform`, or by path. Default: none. */
  transforms?: readonly string[];
  /** The folder that all paths are relative to, in messages too. Default: the working folder. */
  folder?: string;
}

const OPTION_NAMES = ['debug', 'embed', 'folder', 'output', 'source', 'transforms', 'wasi'] as const;

/** What was built. */
export interface Built {
  /** The component's file: `output`, or its default. */
  file: string;
  /** Its size in bytes. */
  bytes: number;
  /** The compiler's warnings; empty if there are none. */
  warnings: string;
}

function isThere(path: string, kind: 'isFile' | 'isDirectory'): boolean {
  return statSync(path, { throwIfNoEntry: false })?.[kind]() ?? false;
}

/** Writes a file completely or not at all. */
function writeAtomically(file: string, name: string, bytes: Uint8Array): void {
  const part = `${file}.${process.pid}.part`; // an interrupted build must not look like a finished one
  try {
    writeFileSync(part, bytes);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw new BuildError('ERR_OUTPUT', `${name} can't be written: ${(error as Error).message}`);
  }
}

/** Throws BuildError for mistakes that can be found without compiling, which takes seconds. */
function check(source: string, path: string, output: string, folder: string): void {
  if (!path.endsWith('.ts')) {
    throw new BuildError(
      'ERR_NOT_A_SOURCE',
      `${source} is not an AssemblyScript source: its name must end with .ts`,
    );
  }
  if (!isThere(path, 'isFile')) throw new BuildError('ERR_NO_SUCH_SOURCE', `${source}: no such file`);
  if (output.endsWith('.ts'))
    throw new BuildError('ERR_OUTPUT', `${output} has the name of a source, not of a component`);
  if (isThere(resolve(folder, output), 'isDirectory')) {
    throw new BuildError('ERR_OUTPUT', `${output} is a folder: name a file in it`);
  }
  if (!isThere(resolve(folder, dirname(output)), 'isDirectory')) {
    throw new BuildError('ERR_OUTPUT', `${output}: there is no folder ${dirname(output)}`);
  }
}

/**
 * Builds a component from an AssemblyScript source and writes its file.
 *
 * Uses assemblyscript and @bytecodealliance/jco as they are installed for the source's folder, the working folder or as-selectors,
 * whichever has them first. Rejects with BuildError, or OptionError for options that are unknown or no text; the component's file is then
 * unchanged.
 */
export async function build(given: BuildOptions): Promise<Built> {
  const options = readOptions<BuildOptions, (typeof OPTION_NAMES)[number]>('options', given, OPTION_NAMES);
  const { wasi = '0.2', debug = false, embed } = options;
  const source = readText('source', options.source);
  const folder = realpathSync(options.folder ?? '.');
  if (!VERSIONS.includes(wasi)) {
    throw new BuildError(
      'ERR_WASI_VERSION',
      `there is no build for WASI ${wasi}: expected ${VERSIONS.join(' or ')}`,
    );
  }
  const path = resolve(folder, source);
  const name = componentName(basename(path, '.ts'), wasi);
  const output = options.output ?? join(dirname(source), name);
  check(source, path, output, folder);
  const files = embed === undefined ? undefined : packFiles(resolve(folder, embed), embed);
  const folders = [dirname(path), folder];
  const transforms = await loadTransforms(options.transforms ?? [], folders);
  const tools = await loadTools(folders);
  const { core, warnings } = await compileCore(
    { source: path, folder, wasi, debug, files, transforms },
    tools,
  );
  const component = await makeComponent(core, wasi, tools);
  writeAtomically(resolve(folder, output), output, component);
  return { file: output, bytes: component.length, warnings };
}
