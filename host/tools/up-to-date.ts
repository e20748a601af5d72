/** Tells whether what is made from files is up to date, by what is in them: times lie after a checkout, a copy or a merge. */
import { type Hash, createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Something that is made from files; all paths are relative to `root`. */
export interface Product {
  root: string;
  /** The file or folder that is made. */
  output: string;
  /** The files and folders that it is made from, and by. */
  inputs: readonly string[];
}

/** Where it is written down what an output was made from, in a file for each output. */
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

/** Digests names and contents of files, and of all files below folders. Gives undefined when one of the paths is not there. */
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

/** Whether the output is, to the byte, what was made from inputs as they are now. */
export function isUpToDate(product: Product): boolean {
  const { root, output, inputs } = product;
  const [from, made] = [digest(root, inputs), digest(root, [output])];
  if (from === undefined || made === undefined) return false;
  const file = recordFile(product);
  return existsSync(file) && readFileSync(file, 'utf8') === from + made;
}

/** Makes the output unless it is up to date. What `make` throws is handed on, and the output is then not up to date. */
export async function update(product: Product, make: () => Promise<unknown>): Promise<void> {
  if (isUpToDate(product)) return;
  const { root, output, inputs } = product;
  const file = recordFile(product);
  rmSync(file, { force: true });
  const from = digest(root, inputs);
  await make();
  const made = digest(root, [output]);
  // What changed meanwhile may be in the output or not.
  if (from === undefined || made === undefined || digest(root, inputs) !== from) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, from + made);
}
