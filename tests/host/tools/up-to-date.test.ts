import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isUpToDate, update } from '../../../host/tools/up-to-date.ts';

const root = mkdtempSync(join(tmpdir(), 'as-selectors-up-to-date-'));
const PRODUCT = { root, output: 'dist/all.txt', inputs: ['src', 'config.json'] };
const test = suite('up to date');
test.after(() => rmSync(root, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(root, name), text);
}

let made = 0;

async function make(): Promise<void> {
  made++;
  write(PRODUCT.output, `${made}`);
}

/** Brings the product up to date and gives how often it had to be made for that. */
async function timesMade(): Promise<number> {
  const before = made;
  await update(PRODUCT, make);
  return made - before;
}

test.before.each(async () => {
  rmSync(root, { recursive: true });
  for (const folder of ['dist', 'src/deep']) mkdirSync(join(root, folder), { recursive: true });
  write('src/deep/a.ts', 'one');
  write('src/b.ts', 'two');
  write('config.json', '{}');
  await update(PRODUCT, make);
});

test('up to date: what did not change is not made again, whatever its times', async () => {
  utimesSync(join(root, 'src/deep/a.ts'), new Date(), new Date(Date.now() + 9_000_000));
  utimesSync(join(root, PRODUCT.output), new Date(), new Date(0));
  assert.is(isUpToDate(PRODUCT), true);
  assert.is(await timesMade(), 0);
});

const CHANGES: [name: string, change: () => void][] = [
  ['a changed source', () => write('src/deep/a.ts', 'One')],
  ['a source that is as long and as old as before', () => {
    write('src/deep/a.ts', 'eno');
    utimesSync(join(root, 'src/deep/a.ts'), new Date(0), new Date(0));
  }],
  ['a source more', () => write('src/deep/c.ts', '')],
  ['a source less', () => rmSync(join(root, 'src/b.ts'))],
  ['a source by another name', () => renameSync(join(root, 'src/b.ts'), join(root, 'src/c.ts'))],
  ['text that moved from one source to another', () => {
    write('src/b.ts', 'tw');
    write('src/deep/a.ts', 'oneo');
  }],
  ['a changed configuration', () => write('config.json', '{ }')],
  ['an output that something else wrote', () => write(PRODUCT.output, 'mine')],
  ['an output that is gone', () => rmSync(join(root, PRODUCT.output))],
]; // prettier-ignore
for (const [name, change] of CHANGES) {
  test(`up to date: ${name} has it made again, once`, async () => {
    change();
    assert.is(isUpToDate(PRODUCT), false);
    assert.equal([await timesMade(), await timesMade()], [1, 0]);
  });
}

test('up to date: what failed midway is made again', async () => {
  write('src/b.ts', 'wrong');
  try {
    await update(PRODUCT, () => Promise.reject(new Error('no')));
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).message, 'no');
  }
  assert.equal([await timesMade(), await timesMade()], [1, 0]);
});

test('up to date: an output whose source changed while it was made is made again, even if the change was undone', async () => {
  write('src/b.ts', 'three');
  await update(PRODUCT, async () => {
    write('src/b.ts', 'for a moment');
    await make();
  });
  write('src/b.ts', 'three');
  assert.equal([await timesMade(), await timesMade()], [1, 0]);
});

test('up to date: it is made every time where an input is missing', async () => {
  rmSync(join(root, 'config.json'));
  assert.equal([await timesMade(), await timesMade()], [1, 1]);
});

test('up to date: a folder is one by all its files', async () => {
  const folder = { ...PRODUCT, output: 'dist/host' };
  const fill = async (): Promise<void> => {
    mkdirSync(join(root, 'dist/host/deep'), { recursive: true });
    write('dist/host/deep/a.js', 'a');
  };
  await update(folder, fill);
  assert.is(isUpToDate(folder), true);
  write('dist/host/more.js', 'left over');
  assert.is(isUpToDate(folder), false);
  assert.ok(existsSync(join(root, 'dist/host/deep/a.js')));
  assert.is(readFileSync(join(root, PRODUCT.output), 'utf8'), `${made}`);
});

test.run();
