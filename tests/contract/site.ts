import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const STYLE = 'body { color: black }\n'.repeat(200);

/** Bytes of which no two places look the same. */
export const BIG = Buffer.from(
  Uint32Array.from({ length: 2 ** 18 }, (_, i) => Math.imul(i, 2654435761)).buffer,
);

/** The files of a site, by their paths. */
export const SITE: Record<string, string | Buffer> = {
  'index.html': '<h1>home</h1>\n',
  'style.css': STYLE,
  'style.css.br': brotliCompressSync(STYLE),
  'style.css.gz': gzipSync(STYLE),
  'app.js': 'let a = 1;\n',
  'app.js.gz': gzipSync('let a = 1;\n'),
  'photo.png': 'no photo',
  'photo.png.gz': 'nobody asked',
  'only.txt.gz': gzipSync('only'),
  'plain.txt.br/not-a-copy': 'x',
  'plain.txt': 'plain\n',
  'empty.txt': '',
  'big.bin': BIG,
  'sub/index.html': 'sub',
  'sub/page.html': 'page',
  'none/a.txt': 'a',
  'index/index.html/inner.txt': 'inner',
  'é ü+%41.txt': 'signs',
  unknown: '?',
};
/** What nobody may see. */
export const SECRET = 'a secret';
/** When the files were changed. */
const CHANGED = new Date('2026-01-02T03:04:05Z');
/** Left out of a program, and not served unless that is asked for. */
const HIDDEN = ['.env', '.git/config', 'sub/.hidden'];

/** Writes the site to a folder, which is made anew. */
export function writeSite(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const files = { ...SITE, ...Object.fromEntries(HIDDEN.map((path) => [path, SECRET])) };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    utimesSync(join(folder, path), CHANGED, CHANGED);
  }
}

/** Makes a copy of a site in a folder that has a secret beside it, with links that lead out, and a pipe. Returns the folder of both. */
export function makeTrap(site: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-site-'));
  cpSync(site, join(folder, 'site'), { recursive: true, preserveTimestamps: true });
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  mkdirSync(join(folder, 'site2'));
  writeFileSync(join(folder, 'site2/secret.txt'), SECRET);
  for (const [name, target] of [
    ['out.txt', '../secret.txt'],
    ['absolute.txt', join(folder, 'secret.txt')],
    ['out', '..'],
    ['circle', 'circle'],
    ['inside.html', 'sub/page.html'],
  ]) {
    symlinkSync(target!, join(folder, 'site', name!));
  }
  execFileSync('mkfifo', [join(folder, 'site/pipe.txt')]);
  return folder;
}
