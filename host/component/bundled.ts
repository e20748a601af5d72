/** The servers that come with the package. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Each with the address that it listens on when it is not told any. */
const BUNDLED = {
  echo: 'localhost:9001',
  'blocking-echo': 'localhost:9000',
  lines: 'localhost:9002',
  'udp-echo': 'localhost:9003',
} as const;

/** The name of a server that comes with the package. */
export type BundledServer = keyof typeof BUNDLED;

/** The names of them all. */
export const BUNDLED_NAMES = Object.keys(BUNDLED) as BundledServer[];

/** Whether a server of that name comes with the package. */
export function isBundled(name: unknown): name is BundledServer {
  return typeof name === 'string' && Object.hasOwn(BUNDLED, name);
}

/** Gives the component file of a server that comes with the package. */
export function bundledFile(name: BundledServer): string {
  return fileURLToPath(new URL(`../../${name}.wasm`, import.meta.url));
}

/** Gives the address that a server listens on when its command line names none. */
export function defaultListen(name: BundledServer): string {
  return BUNDLED[name];
}

/** Gives the addresses that a server's command line names, as they are written there; what is wrong with it is for the server to say. */
export function namedListens(args: readonly string[]): string[] {
  const options = { listen: { type: 'string', multiple: true } } as const;
  const { listen = [] } = parseArgs({ args: [...args], options, strict: false }).values;
  return (listen as (string | boolean)[]).filter((text) => typeof text === 'string');
}
