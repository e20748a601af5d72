/** Tells whether a built file is up to date, by the contents of its inputs: their times are wrong after a checkout, a copy or a merge. */
import { type Hash, createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The inputs that all components of this project share, relative to the project's top: the library, and what builds it. */
export const COMPONENT_INPUTS = [
  'assembly',
  'wit',
  'asconfig.json',
  'host/build',
  'host/component/binary-reader.ts',
  'host/component/program.ts',
  'host/component/sections.ts',
  'host/errors.ts',
  'host/nearest.ts',
  'host/net/ip-address.ts',
  'host/options/checks.ts',
  'host/printable.ts',
  'node_modules/.package-lock.json', // npm's list of the versions that are installed
];

/** Something that is built from files; all paths are relative to `root`. */
export interface Product {
  root: string;
  /** The file or folder that is built. */
  output: string;
  /** The files and folders that it is built from, and those that build it. */
  inputs: readonly string[];
}

/** Holds a file for each output, with the digests of its inputs and of itself. */
const RECORDS = 'dist/.digests';

function addTo(hash: Hash, root: string, path: string): void {
  const file = join(root, path);
  if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file).toSorted()) addTo(hash, root, `${path}/${name}`);
    return;
  }
  const content = readFileSync(file);
  hash.update(`${path}\0${content.length}\0`).update(content);
}

/** Returns a digest of the names and contents of all files at and below the paths; undefined when a path does not exist. */
function digest(root: string, paths: readonly string[]): string | undefined {
  const hash = createHash('sha256');
  try {
    for (const path of paths) addTo(hash, root, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}

function recordFile({ root, output }: Product): string {
  return join(root, RECORDS, `${output}.txt`);
}

/** Tells whether the output is unchanged, and was built from the inputs as they are now. */
export function isUpToDate(product: Product): boolean {
  const { root, output, inputs } = product;
  const [from, made] = [digest(root, inputs), digest(root, [output])];
  if (from === undefined || made === undefined) return false;
  const file = recordFile(product);
  return existsSync(file) && readFileSync(file, 'utf8') === from + made;
}

/** Builds the output by `make` unless it is up to date. Rejects as `make` does; the output is then not up to date. */
export async function update(product: Product, make: () => Promise<unknown>): Promise<void> {
  if (isUpToDate(product)) return;
  const { root, output, inputs } = product;
  const file = recordFile(product);
  rmSync(file, { force: true });
  const from = digest(root, inputs);
  await make();
  const made = digest(root, [output]);
  // An input that has changed meanwhile may be in the output or not.
  if (from === undefined || made === undefined || digest(root, inputs) !== from) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, from + made);
}
