import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('version');

test("version: servers say the package's", async () => {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const core = await loadCore();
  assert.is(core.version(), (JSON.parse(file) as { version: string }).version);
});

test.run();
