/** The servers that come with the package. */
import { fileURLToPath } from 'node:url';

/** Each with the address that it listens on when it is not told any. */
const SHIPPED = {
  echo: 'localhost:9001',
  'blocking-echo': 'localhost:9000',
  lines: 'localhost:9002',
  'udp-echo': 'localhost:9003',
} as const;

/** The name of a server that comes with the package. */
export type ShippedServer = keyof typeof SHIPPED;

/** The names of them all. */
export const SHIPPED_NAMES = Object.keys(SHIPPED) as ShippedServer[];

/** Whether a server of that name comes with the package. */
export function isShipped(name: unknown): name is ShippedServer {
  return typeof name === 'string' && Object.hasOwn(SHIPPED, name);
}

/** Gives the component file of a server that comes with the package. */
export function shippedFile(name: ShippedServer): string {
  return fileURLToPath(new URL(`../${name}.wasm`, import.meta.url));
}

/** Gives the addresses that a command line makes a server of ours listen on, as it is written there. */
export function listensOn(name: ShippedServer, args: readonly string[]): string[] {
  const told = args.flatMap((arg, i) => {
    if (arg.startsWith('--listen=')) return [arg.slice('--listen='.length)];
    return arg === '--listen' && i + 1 < args.length ? [args[i + 1]!] : [];
  });
  return told.length > 0 ? told : [SHIPPED[name]];
}
