import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('text');
const core = await loadCore();

for (const value of [0, 1, 9, 10, 15, 16, 99, 100, 255, 65535, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]) {
  for (const base of [2, 8, 10, 16]) {
    test(`text: ${value} to base ${base}`, () => {
      assert.is(core.formatNumber(value, base), value.toString(base));
    });
  }
}

test.run();
