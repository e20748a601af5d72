import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compileCore } from '../../../host/build/compile.ts';
import { loadTools } from '../../../host/build/tools.ts';
import { COMPONENT_INPUTS } from '../../../host/tools/up-to-date.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const test = suite('npm run build');

function isInput(file: string): boolean {
  const path = relative(root, file);
  return COMPONENT_INPUTS.some((input) => path === input || path.startsWith(`${input}/`));
}

/** Gives a source file and all that it imports by path, and what those import. */
function withImports(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g)) {
    withImports(join(dirname(file), path!), found);
  }
  return found;
}

test('npm run build: builds nothing where everything is up to date', () => {
  const args = ['--import', './host/tools/tsx.mjs', 'host/tools/build.ts'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  assert.equal([status, stdout, stderr], [0, '', '']);
});

test('npm run build: a component depends on all the code that builds it', () => {
  const files = [...withImports(join(root, 'host/build/index.ts'))];
  assert.ok(files.includes(join(root, 'host/build/make-component.ts')));
  assert.equal(files.filter((file) => !isInput(file)), []); // prettier-ignore
});

test('npm run build: a component depends on all files that the compiler reads', async () => {
  const read: string[] = [];
  const job = { source: 'assembly/servers/lines.ts', folder: root, wasi: '0.3', debug: true } as const;
  await compileCore(job, await loadTools([root]), (name, text) => {
    read.push(name);
    return text;
  });
  assert.ok(read.includes('assembly/servers/lines.ts'));
  assert.equal(read.filter((name) => !isInput(join(root, name))), []); // prettier-ignore
});

test.run();
