/** The versions of WASI that the core can be built for. The difference stays in assembly/wasi: a folder for each. */

/** A version of WASI. */
export type WasiVersion = '0.2' | '0.3';

/** What a build for a version is made of. */
interface Build {
  /** Its world in wit/. */
  world: string;
  /** The export that starts the program. */
  run: string;
  /** Its folder in assembly/wasi. */
  folder: string;
  /** What comes between a server's name and `.wasm` in the name of its file. */
  mark: string;
}

/** The builds by version. */
export const BUILDS: Record<WasiVersion, Build> = {
  '0.2': { world: 'server', run: 'wasi:cli/run@0.2.0#run', folder: 'p2', mark: '' },
  '0.3': {
    world: 'server-0-3',
    run: 'wasi:cli/run@0.3.0#run',
    folder: 'p3',
    mark: '.wasi-0.3',
  },
};

/** All of them. */
export const VERSIONS = Object.keys(BUILDS) as WasiVersion[];

/** The name of a server's component file. */
export function componentName(server: string, version: WasiVersion): string {
  return `${server}${BUILDS[version].mark}.wasm`;
}

/** The one source that names a version, by the folder of WASI 0.2. */
const NAMES_VERSION = 'assembly/wasi/index.ts';

/** Gives the text of a source of the core, by its path, in a version's build. */
export function textFor(path: string, text: string, version: WasiVersion): string {
  return path === NAMES_VERSION ? text.replaceAll("'./p2/", `'./${BUILDS[version].folder}/`) : text;
}

/** The path, below the package's top, of the source that says what the core module exports. */
export function exportsSource(version: WasiVersion): string {
  return `assembly/wasi/${BUILDS[version].folder}/exports.ts`;
}
