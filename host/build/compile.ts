import { dirname, join, relative, resolve } from 'node:path';
import { BuildError } from './build-error.ts';
import { memoryOptions, textWithFiles, usesFiles, withFiles } from './embed.ts';
import { START, exportNames } from './export-names.ts';
import { knownImports } from './known-imports.ts';
import { withPackedData } from './pack-data.ts';
import { fewerStackSlots } from './stack-slots/index.ts';
import { nameOfPackage, packageRoot, sourceReader } from './sources.ts';
import type { Tools } from './tools.ts';
import type { Transform } from './transforms.ts';
import { BUILDS, type WasiVersion, exportsSource } from './wasi-version.ts';

/** What is compiled, and how. */
export interface Job {
  /** The server's source file. */
  source: string;
  /** The folder that paths are relative to, in messages too. */
  folder: string;
  wasi: WasiVersion;
  /** Keeps names, and does not optimize. */
  debug: boolean;
  /** The files that are compiled in, packed. */
  files?: Uint8Array;
  /** Extensions of the compiler, which come first: ours have to see what they make. */
  transforms?: readonly Transform[];
}

/** A core module, and the compiler's warnings. */
export interface Compiled {
  core: Uint8Array;
  warnings: string;
}

const DEBUG_OPTIONS = ['--debug', '--optimizeLevel', '0', '--shrinkLevel', '0'];

/** Returns asc's name for the function that it calls for what fails. */
function abortName(packageName: string): string {
  return `${packageName}assembly/wasi/abort/abort`;
}

/** What asc's standard library takes from its host, and the names that this package has for it, below `assembly`. */
const STANDARD = {
  Date: 'wall-date/WallDate',
  console: 'console/Console',
  crypto: 'random/Crypto',
  performance: 'performance/Performance',
  process: 'process/Process',
  seed: 'random/seed',
  trace: 'trace/trace',
};

/**
 * Returns asc's options for a source to which the package has this name: those of asconfig.json, and those that depend on the name; and
 * the entry that has what they name.
 */
export function compilerOptions(folder: string, packageName: string): string[] {
  const named = Object.entries(STANDARD).map(
    ([name, ours]) => `${name}=${packageName}assembly/standard/${ours}`,
  );
  const uses = [`abort=${abortName(packageName)}`, ...named].flatMap((use) => ['--use', use]);
  const baseDir = relative('.', folder) || '.'; // transforms expect one that is relative, as asc's own default
  const standard = `${packageName}assembly/standard/index.ts`;
  const config = join(packageRoot, 'asconfig.json');
  return [standard, '--noColors', '--baseDir', baseDir, '--config', config, ...uses];
}

/** Returns options that let asc find packages in the folders above the source; by itself it looks above the working folder only. */
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
 * `change`: may return another text for a source, which is given by asc's name for it.
 */
export async function compileCore(
  { source, folder, wasi, debug, files, transforms = [] }: Job,
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
      '--exportStart',
      START,
      ...compilerOptions(folder, packageName),
      ...packageFolders(file),
      ...(debug ? DEBUG_OPTIONS : []),
      ...(files ? memoryOptions(files.length) : []),
    ],
    {
      transforms: [
        ...(transforms as never[]),
        knownImports(tools.binaryen) as never,
        exportNames(tools.binaryen, entry, BUILDS[wasi].run) as never,
        ...(debug ? [] : [fewerStackSlots(tools.binaryen, abortName(packageName)) as never]),
        ...(files ? [usesFiles(entry, packageName) as never] : []),
      ],
      readFile: async (name, from) => {
        const text = await read(name, from);
        if (text === null) return null;
        return change(name, files ? textWithFiles(name, text, files.length) : text);
      },
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') binary = contents;
      },
    },
  );
  if (error instanceof BuildError) throw error;
  const messages = stderr.toString().trim();
  if (error || !binary) throw new BuildError('ERR_COMPILE', `${entry} does not compile\n${messages}`);
  const core = debug ? binary : withPackedData(binary);
  return { core: files ? withFiles(core, files) : core, warnings: messages };
}
