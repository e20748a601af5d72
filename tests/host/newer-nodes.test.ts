/** Runs the tests in `*.new-node.ts`, which need a newer Node than this one may be. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { provideNode } from '../../host/tools/node-versions.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** A guest that can't be stopped would never end. */
const PATIENCE_MS = 300_000;
const UVU = ['--import', 'tsx', 'node_modules/uvu/bin.js', 'tests/host', String.raw`\.new-node\.ts$`];

const test = suite('newer Nodes');

for (const major of ['24', '26']) {
  test(`node-net: keeps the engine contract, and runs guests, on Node ${major}`, () => {
    const { stdout, stderr, status } = spawnSync(provideNode(major), UVU, {
      cwd: root,
      encoding: 'utf8',
      timeout: PATIENCE_MS,
    });
    assert.is(status, 0, stdout + stderr);
    assert.match(stdout, /Total: +\d\d/);
  });
}

test.run();
