/** The versions of WASI that servers can be built for. They differ in assembly/wasi only, which has a folder for each. */

/** A version of WASI. */
export type WasiVersion = '0.2' | '0.3';

/** How the build for a version differs. */
interface Build {
  /** Its world in wit/. */
  world: string;
  /** The export that starts the program. */
  run: string;
  /** Its folder in assembly/wasi. */
  folder: string;
  /** Stands between a server's name and `.wasm` in the name of its file. */
  suffix: string;
}

/** The builds by version. */
export const BUILDS: Record<WasiVersion, Build> = {
  '0.2': { world: 'server', run: 'wasi:cli/run@0.2.0#run', folder: 'p2', suffix: '' },
  '0.3': {
    world: 'server-0-3',
    run: 'wasi:cli/run@0.3.0#run',
    folder: 'p3',
    suffix: '.wasi-0.3',
  },
};

/** All versions, the oldest first. */
export const VERSIONS = Object.keys(BUILDS) as WasiVersion[];

/** Returns the name of a server's component file. */
export function componentName(server: string, version: WasiVersion): string {
  return `${server}${BUILDS[version].suffix}.wasm`;
}

/** The only source that names the folder of a version: that of WASI 0.2. */
const VERSIONED_SOURCE = 'assembly/wasi/index.ts';

/** Returns the text that a source of the core, given by its path, has in the build for a version. */
export function textFor(path: string, text: string, version: WasiVersion): string {
  return path === VERSIONED_SOURCE ? text.replaceAll("'./p2/", `'./${BUILDS[version].folder}/`) : text;
}

/** Returns the source that has the core module's exports; a path below the package's top. */
export function exportsSource(version: WasiVersion): string {
  return `assembly/wasi/${BUILDS[version].folder}/exports.ts`;
}
