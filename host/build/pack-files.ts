/** Packs the files of a folder into one piece, which `assembly/http/static/embedded-files.ts` reads. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { BuildError } from './build-error.ts';

/** The most that is compiled in, in bytes: half of the memory that a program may have. */
const MAX_BYTES = 64 * 2 ** 20;
const HEADER_BYTES = 4;
const ENTRY_BYTES = 24;
const DIGEST_BYTES = 8;
/** Names with a dot at their start are left out, so that nothing like `.env` gets into a program; but not this one (RFC 8615). */
const LEFT_OUT = /^\.(?!well-known$)/;

function refuse(message: string): never {
  throw new BuildError('ERR_EMBED', message);
}

/** Yields the paths of all files below a folder. Links have to lead to files below it. */
function* filesBelow(top: string, folder: string, shown: string): Generator<string> {
  for (const entry of readdirSync(join(top, folder), { withFileTypes: true })) {
    if (LEFT_OUT.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(top, path, shown);
    else if (entry.isFile() || leadsToFile(top, path)) yield path;
    else
      refuse(`${join(shown, path)} can't be compiled in: it is neither a file nor a link to one in ${shown}`);
  }
}

function leadsToFile(top: string, path: string): boolean {
  const target = realpathSync(join(top, path));
  return target.startsWith(top + sep) && statSync(target).isFile();
}

/**
 * Returns the files of a folder and of those in it: their number, an entry for each, names, contents. The same files always make the same
 * bytes. Throws BuildError.
 *
 * `shown`: the folder as messages name it.
 */
export function packFiles(folder: string, shown: string): Uint8Array {
  try {
    const top = realpathSync(folder);
    const paths = [...filesBelow(top, '', shown)];
    const bytes = paths.reduce((sum, path) => sum + statSync(join(top, path)).size, 0);
    if (paths.length === 0) refuse(`${shown} has no file that could be compiled in`);
    if (bytes > MAX_BYTES) {
      const size = `${Math.ceil(bytes / 2 ** 20)} MiB`;
      refuse(
        `${shown} has ${size}, and ${MAX_BYTES / 2 ** 20} MiB can be compiled in: serve it from a folder`,
      );
    }
    return packed(paths.map((path) => [path.split(sep).join('/'), readFileSync(join(top, path))]));
  } catch (error) {
    if (error instanceof BuildError) throw error;
    return refuse(`${shown} can't be compiled in: ${(error as Error).message}`);
  }
}

function packed(files: [path: string, content: Buffer][]): Uint8Array {
  const named = files.map(([path, content]) => ({ name: Buffer.from(path), content }));
  named.sort((a, b) => Buffer.compare(a.name, b.name));
  const index = Buffer.alloc(HEADER_BYTES + named.length * ENTRY_BYTES);
  index.writeUInt32LE(named.length);
  const parts: Buffer[] = [index];
  let end = index.length;
  const add = (part: Buffer, entry: number): void => {
    index.writeUInt32LE(end, entry);
    index.writeUInt32LE(part.length, entry + 4);
    parts.push(part);
    end += part.length;
  };
  for (const [i, { name, content }] of named.entries()) {
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    add(name, entry);
    add(content, entry + 8);
    createHash('sha256')
      .update(content)
      .digest()
      .copy(index, entry + 16, 0, DIGEST_BYTES);
  }
  return Buffer.concat(parts);
}
