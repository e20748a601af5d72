import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { provideNode } from '../../../host/tools/node-versions.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const UVU = [
  '--import',
  'tsx',
  'node_modules/uvu/bin.js',
  'tests/host/engines',
  String.raw`node-net\.\w+\.ts$`,
];

const test = suite('node-net');

/** The tests run in other Nodes than this one: it may be too old. */
for (const major of ['24', '26']) {
  test(`node-net: keeps the engine contract on Node ${major}`, () => {
    const args = [...UVU, '--ignore', String.raw`\.test\.ts$`];
    const { stdout, stderr, status } = spawnSync(provideNode(major), args, { cwd: root, encoding: 'utf8' });
    assert.is(status, 0, stdout + stderr);
    assert.match(stdout, /Total: +\d\d/);
  });
}

test.run();
