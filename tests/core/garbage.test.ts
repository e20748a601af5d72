import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('garbage');
const MIB = 2 ** 20;

test('garbage: long texts that are dropped do not fill the memory, however many objects are alive', async () => {
  const core = await loadCore();
  core.keepObjects(150_000);
  for (let i = 0; i < 8; i++) assert.is(core.decodeLarge(10), 10 * MIB);
});

test.run();
