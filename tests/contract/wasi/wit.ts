import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version of WASI whose whole text jco's package has. */
export const WIT_VERSION = '0.2.12';
/** Where it is: a folder `wasi-NAME` for each package. */
export const WIT_FOLDER = fileURLToPath(
  new URL(`../../../node_modules/@bytecodealliance/jco/lib/wit/builtin/${WIT_VERSION}`, import.meta.url),
);
/** The packages of the world of commands. */
export const WIT_PACKAGES = ['cli', 'clocks', 'filesystem', 'io', 'random', 'sockets'];

/** Gives a package's text. */
export function readWit(name: string): string {
  return readFileSync(join(WIT_FOLDER, `wasi-${name}/package.wit`), 'utf8');
}
