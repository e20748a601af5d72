import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BuildError, build } from '../../../host/build/index.ts';
import { withFiles } from '../../../host/build/embed.ts';
import { packFiles } from '../../../host/build/pack-files.ts';

const test = suite('embed');
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-embed-'));
test.after(() => rmSync(folder, { recursive: true }));

/** Writes files, by their paths, to a new folder and returns that. */
function site(name: string, files: Record<string, string>): string {
  const top = join(folder, name);
  mkdirSync(top);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(top, path, '..'), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  return top;
}

/** Takes a pack apart: name, contents and digest of each file, in its order. */
function unpack(bytes: Uint8Array): [name: string, content: string, digest: string][] {
  const pack = Buffer.from(bytes);
  return Array.from({ length: pack.readUInt32LE(0) }, (_, i) => {
    const entry = 4 + i * 24;
    const part = (at: number): string => {
      const start = pack.readUInt32LE(entry + at);
      return pack.subarray(start, start + pack.readUInt32LE(entry + at + 4)).toString();
    };
    return [part(0), part(8), pack.subarray(entry + 16, entry + 24).toString('hex')];
  });
}

function refuses(run: () => unknown, message: RegExp): void {
  assert.throws(run, (error: unknown) => {
    assert.instance(error, BuildError);
    assert.is((error as BuildError).code, 'ERR_EMBED');
    return message.test((error as BuildError).message);
  });
}

test('embed: files are packed in the order of their names as UTF-8, with digests of their contents', () => {
  const files = {
    'b/c': 'inner',
    a: 'A',
    'b.txt': 'B',
    é: 'e',
    '\u{1f600}': 'smile',
    '\uffee': 'late',
    b0: '',
  };
  const packed = unpack(packFiles(site('order', files), 'order'));
  assert.equal(
    packed.map(([name]) => name),
    ['a', 'b.txt', 'b/c', 'b0', 'é', '\uffee', '\u{1f600}'],
  );
  for (const [name, content, digest] of packed) {
    assert.is(content, files[name as 'a']);
    assert.is(digest, createHash('sha256').update(content).digest('hex').slice(0, 16));
  }
});

test('embed: the same files make the same bytes, wherever and whenever they were written', () => {
  const top = site('once', { 'z/y': '1', x: '2', 'z/a': '3' });
  const again = site('again', { 'z/a': '3', x: '2' });
  cpSync(join(top, 'z/y'), join(again, 'z/y'));
  assert.equal(packFiles(top, 'once'), packFiles(again, 'again'));
});

test('embed: names that begin with a dot are left out, but for .well-known', () => {
  const files = {
    '.env': 'x',
    '.git/config': 'x',
    'a/.b': 'x',
    '.well-known/acme': 'y',
    '.well-known2': 'x',
  };
  assert.equal(
    unpack(packFiles(site('dots', files), 'dots')).map(([name]) => name),
    ['.well-known/acme'],
  );
});

test('embed: a link to a file of the folder is that file; one that leads out is refused', () => {
  const top = site('links', { 'a/b': 'inner' });
  writeFileSync(join(folder, 'secret'), 'secret');
  symlinkSync('a/b', join(top, 'link'));
  assert.equal(unpack(packFiles(top, 'links'))[1]!.slice(0, 2), ['link', 'inner']);
  for (const target of ['../secret', join(folder, 'secret'), '..', 'a', 'nowhere', 'bad']) {
    symlinkSync(target, join(top, 'bad'));
    refuses(() => packFiles(top, 'links'), /^links(\/bad)? can't be compiled in: /);
    rmSync(join(top, 'bad'));
  }
  execFileSync('mkfifo', [join(top, 'pipe')]);
  refuses(
    () => packFiles(top, 'links'),
    /^links\/pipe can't be compiled in: it is neither a file nor a link/,
  );
});

test('embed: a folder that is not there, is none, or has no files is refused', () => {
  refuses(() => packFiles(join(folder, 'none'), 'none'), /^none can't be compiled in: .*ENOENT/);
  const top = site('few', { file: 'x', 'empty/.keep': '' });
  refuses(() => packFiles(join(top, 'file'), 'file'), /^file can't be compiled in: .*ENOTDIR/);
  refuses(() => packFiles(join(top, 'empty'), 'empty'), /^empty has no file that could be compiled in$/);
});

test('embed: more than 64 MiB is refused before anything is read', () => {
  const top = site('large', { large: '' });
  truncateSync(join(top, 'large'), 65 * 2 ** 20);
  refuses(() => packFiles(top, 'large'), /^large has 65 MiB, and 64 MiB can be compiled in: /);
});

/** A core module with an exported memory of a page that starts with data at 4096; with or without a section that counts the data. */
function moduleWith(count: boolean): Uint8Array {
  const memory = [5, 3, 1, 0, 1];
  const exported = [7, 10, 1, 6, ...Buffer.from('memory'), 2, 0];
  const data = [11, 10, 1, 0, 0x41, 0x80, 0x20, 0x0b, 3, ...Buffer.from('own')];
  return Uint8Array.from([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...memory,
    ...exported,
    ...(count ? [12, 1, 1] : []),
    ...data,
  ]);
}

for (const count of [false, true]) {
  test(`embed: files lie below the program's own data${count ? ', which is counted' : ''}`, () => {
    const files = Buffer.alloc(3000, 'ab');
    const core = new WebAssembly.Module(withFiles(moduleWith(count), files) as Uint8Array<ArrayBuffer>);
    const { memory } = new WebAssembly.Instance(core).exports as { memory: WebAssembly.Memory };
    const bytes = Buffer.from(memory.buffer);
    assert.equal(bytes.subarray(1024, 4024), files);
    assert.is(bytes.subarray(4096, 4099).toString(), 'own');
    assert.is(bytes.subarray(0, 1024).indexOf('a') + bytes.subarray(4024, 4096).indexOf('a'), -2);
  });
}

test('embed: a program that does not ask for the files is refused', async () => {
  writeFileSync(join(folder, 'none.ts'), 'export function run(): i32 { return 0; }\n');
  site('unused', { a: 'x' });
  try {
    await build({ folder, source: 'none.ts', embed: 'unused' });
    assert.unreachable('built');
  } catch (error) {
    assert.is((error as BuildError).code, 'ERR_EMBED');
    assert.match((error as BuildError).message, /^none\.ts does not call embeddedFiles\(\)/);
  }
});

test.run();
