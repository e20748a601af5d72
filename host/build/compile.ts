import { dirname, join, relative, resolve } from 'node:path';
import { BuildError } from './build-error.ts';
import { exportNames } from './export-names.ts';
import { nameOfPackage, packageRoot, sourceReader } from './sources.ts';
import type { Tools } from './tools.ts';
import { BUILDS, type WasiVersion, exportsSource } from './wasi-version.ts';

/** What is compiled, and how. */
export interface Job {
  /** The server's source file. */
  source: string;
  /** The folder that paths are relative to, in messages too. */
  folder: string;
  wasi: WasiVersion;
  /** Keeps names, and the code as it is written. */
  debug: boolean;
}

/** A core module, and what the compiler had to say nevertheless. */
export interface Compiled {
  core: Uint8Array;
  warnings: string;
}

const DEBUG = ['--debug', '--optimizeLevel', '0', '--shrinkLevel', '0'];

/** The options by which asc compiles what uses the package by this name: asconfig.json's, and those that depend on the name. */
export function compilerOptions(folder: string, packageName: string): string[] {
  const abort = `abort=${packageName}assembly/wasi/abort/abort`;
  return ['--noColors', '--baseDir', folder, '--config', join(packageRoot, 'asconfig.json'), '--use', abort];
}

/** Where the source's own packages may be: asc by itself looks above the working folder only. */
function packageFolders(source: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(source); folder !== dirname(folder); folder = dirname(folder)) {
    folders.push('--path', join(folder, 'node_modules'));
  }
  return folders;
}

/**
 * Compiles an AssemblyScript source to a core module. Throws BuildError, with the compiler's messages.
 *
 * `change`: may give a source another text than its file has, by the name that asc knows it by.
 */
export async function compileCore(
  { source, folder, wasi, debug }: Job,
  tools: Tools,
  change = (_name: string, text: string): string => text,
): Promise<Compiled> {
  const file = resolve(folder, source);
  const entry = relative(folder, file);
  const packageName = nameOfPackage(folder, file);
  const read = sourceReader(folder, packageName, wasi);
  let binary: Uint8Array | undefined;
  const { error, stderr } = await tools.asc.main(
    [
      entry,
      `${packageName}${exportsSource(wasi)}`,
      '--outFile',
      'core.wasm',
      ...compilerOptions(folder, packageName),
      ...packageFolders(file),
      ...(debug ? DEBUG : []),
    ],
    {
      transforms: [exportNames(tools.binaryen, entry, BUILDS[wasi].run) as never],
      readFile: async (name, from) => {
        const text = await read(name, from);
        return text === null ? null : change(name, text);
      },
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') binary = contents;
      },
    },
  );
  if (error instanceof BuildError) throw error;
  const messages = stderr.toString().trim();
  if (error || !binary) throw new BuildError('ERR_COMPILE', `${entry} does not compile\n${messages}`);
  return { core: binary, warnings: messages };
}
