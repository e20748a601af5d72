import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Writable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../../support/client.ts';
import { OptionError, guestOf, openFiles, run, serve, until } from './api.ts';

const test = suite('preopens when embedding');
const top = mkdtempSync(join(tmpdir(), 'as-selectors-preopens-'));
writeFileSync(join(top, 'hello.txt'), 'hello');
symlinkSync('/etc/passwd', join(top, 'out.txt'));
test.after(() => rmSync(top, { recursive: true }));

/** Says the names of the folders that it is offered, and what is in files of the first one: the text, or the error code. */
const guest = await guestOf(`
@external('wasi:filesystem/preopens@0.2.0', 'get-directories') declare function directories(result: usize): void;
@external('wasi:filesystem/types@0.2.0', '[method]descriptor.open-at')
declare function openAt(self: i32, follow: i32, path: usize, bytes: i32, openFlags: i32, flags: i32, result: usize): void;
@external('wasi:filesystem/types@0.2.0', '[method]descriptor.read')
declare function readFile(self: i32, length: u64, offset: u64, result: usize): void;
function contents(folder: i32, path: string, flags: i32): string {
  const utf8 = String.UTF8.encode(path);
  openAt(folder, 1, changetype<usize>(utf8), utf8.byteLength, 0, flags, result);
  if (load<u8>(result) != 0) return load<u8>(result, 4).toString();
  readFile(load<i32>(result, 4), 100, 0, result);
  return String.UTF8.decodeUnsafe(load<usize>(result, 4), load<i32>(result, 8));
}
export function run(): i32 {
  directories(result);
  const list = load<usize>(result);
  const count = load<i32>(result, 4);
  let said = '';
  for (let i = 0; i < count; i++)
    said += String.UTF8.decodeUnsafe(load<usize>(list + 12 * i, 4), load<i32>(list + 12 * i, 8)) + ' ';
  if (count > 0) {
    const first = load<i32>(list);
    said += contents(first, 'hello.txt', 1) + ' ' + contents(first, 'out.txt', 1) + ' ' + contents(first, 'hello.txt', 2);
  }
  say(stdout(), said);
  return 0;
}`);

async function saidWith(preopens: Record<string, string> | undefined): Promise<string> {
  let said = '';
  const stdout = new Writable({
    write: (chunk: Buffer, _, done) => {
      said += chunk.toString();
      done();
    },
  });
  await within(run(guest, { stdout, ...(preopens && { preopens }) }), 'its end');
  return said;
}

test('preopens: a guest reads what is below the folder, by its own name for that, and nothing else', async () => {
  assert.is(await saidWith({ '/site': top }), '/site hello 31 31');
});

test('preopens: a path may be relative to the working folder', async () => {
  assert.is(await saidWith({ site: relative('.', top) }), 'site hello 31 31');
});

test('preopens: there may be several', async () => {
  assert.is(await saidWith({ a: top, b: '/', 'ä €': top }), 'a b ä € hello 31 31');
});

test('preopens: without any, and with all permissions, there are none', async () => {
  assert.is(await saidWith(undefined), '');
  await within(run(guest, { permissions: 'all' }), 'its end');
});

test('preopens: what a guest has left open is closed when it has ended', async () => {
  await saidWith({ a: top, b: '/' });
  const before = openFiles();
  for (let i = 0; i < 3; i++) await saidWith({ a: top, b: '/' });
  await until(() => openFiles() <= before, 'its files are closed');
});

const WRONG: [preopens: unknown, message: RegExp][] = [
  [{ a: '/nowhere/at-all' }, /^preopens: \/nowhere\/at-all: there is no such folder$/],
  [{ a: join(top, 'hello.txt') }, /^preopens: .*hello\.txt: it is not a folder$/],
  [{ a: join(top, 'hello.txt/x') }, /^preopens: .*hello\.txt\/x: it is not a folder$/],
  [{ '': top }, /^preopens: the guest's name of a folder can't be empty$/],
  [{ a: 1 }, /^preopens: a: expected a string, not 1$/],
  [{ a: 'x\0' }, /^preopens: a: a value can't contain NUL$/],
  [top, /^preopens: expected an object, not /],
  [[top], /^preopens: expected an object, not an object$/],
];

for (const [preopens, message] of WRONG) {
  test(`preopens: ${JSON.stringify(preopens).slice(0, 50)} is an OptionError`, () => {
    assert.throws(
      () => serve(guest, { preopens: preopens as never }),
      (error: unknown) => error instanceof OptionError && message.test(error.message),
    );
  });
}

test.run();
