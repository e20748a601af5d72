/** The versions of WASI that the core can be built for. The difference stays below its API: a folder and two files. */

/** A version of WASI. */
export type WasiVersion = '0.2' | '0.3';

/** What a build for a version is made of. */
interface Build {
  /** Its world in wit/. */
  world: string;
  /** The export that starts the program. */
  run: string;
  /** Paths (or their beginnings) and what is read in their place, where there is such a file. */
  replaced: [path: string, by: string][];
  /** What comes between a server's name and `.wasm` in the name of its file. */
  mark: string;
}

/** The builds by version. */
export const BUILDS: Record<WasiVersion, Build> = {
  '0.2': { world: 'server', run: 'wasi:cli/run@0.2.0#run', replaced: [], mark: '' },
  '0.3': {
    world: 'server-0-3',
    run: 'wasi:cli/run@0.3.0#run',
    replaced: [
      ['assembly/wasi/', 'assembly/wasi/0.3/'],
      ['assembly/selectors/default-selector.ts', 'assembly/selectors/default-selector-0.3.ts'],
    ],
    mark: '.wasi-0.3',
  },
};

/** All of them. */
export const VERSIONS = Object.keys(BUILDS) as WasiVersion[];

/** The name of a server's component file. */
export function componentName(server: string, version: WasiVersion): string {
  return `${server}${BUILDS[version].mark}.wasm`;
}

/** Gives the paths that a source of the core may be read from in a build, best first. */
export function sourcesOf(path: string, version: WasiVersion): string[] {
  const others = BUILDS[version].replaced
    .filter(([from]) => path.startsWith(from))
    .map(([from, to]) => to + path.slice(from.length));
  return [...others, path];
}
