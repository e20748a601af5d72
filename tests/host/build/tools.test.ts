import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadTools } from '../../../host/build/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'as-selectors-tools-'));

const test = suite('tools');
test.after(() => rmSync(folder, { recursive: true }));

test(`tools: a project's own come before those of as-selectors`, async () => {
  const files = {
    'package.json': JSON.stringify({ type: 'module' }),
    'dist/asc.js': `export const version = 'mine';`,
    'lib/binaryen.js': `export default 'mine too';`,
  };
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, 'node_modules/assemblyscript', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const { asc, binaryen, jco } = await loadTools([join(folder, 'src'), folder]);
  assert.is(asc.version, 'mine');
  assert.is(binaryen as unknown, 'mine too');
  assert.type(jco.componentNew, 'function');
});

test.run();
