/** The servers that come with the package. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** The address that each listens on by default. */
const BUNDLED = {
  echo: 'localhost:9001',
  'blocking-echo': 'localhost:9000',
  lines: 'localhost:9002',
  'udp-echo': 'localhost:9003',
  http: 'localhost:9005',
} as const;

/** The name of a server that comes with the package. */
export type BundledServer = keyof typeof BUNDLED;

/** The names of all bundled servers. */
export const BUNDLED_NAMES = Object.keys(BUNDLED) as BundledServer[];

/** Tells whether a server of that name comes with the package. */
export function isBundled(name: unknown): name is BundledServer {
  return typeof name === 'string' && Object.hasOwn(BUNDLED, name);
}

/** Returns the component file of a bundled server. */
export function bundledFile(name: BundledServer): string {
  return fileURLToPath(new URL(`../../${name}.wasm`, import.meta.url));
}

/** Returns the address that a server listens on when its command line has no `--listen`. */
export function defaultListen(name: BundledServer): string {
  return BUNDLED[name];
}

/** Returns the `--listen` addresses of a server's command line, as they are written there. The server itself reports mistakes in it. */
export function namedListens(args: readonly string[]): string[] {
  return valuesOf('listen', args);
}

/** Returns the folders that `--root` names in a server's command line. */
export function namedRoots(args: readonly string[]): string[] {
  return valuesOf('root', args);
}

function valuesOf(option: string, args: readonly string[]): string[] {
  const options = { [option]: { type: 'string', multiple: true } } as const;
  const { values } = parseArgs({ args: [...args], options, strict: false });
  return [values[option] ?? []].flat().filter((text) => typeof text === 'string');
}
