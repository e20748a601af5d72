import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('words');
const core = await loadCore();

function all(): number[] {
  return Array.from({ length: core.wordCount() }, (_, i) => core.getWord(i));
}

test('words: start filled', () => {
  core.newWords(3, -7);
  assert.equal(all(), [-7, -7, -7]);
});

test('words: keep what is written', () => {
  core.newWords(3, 0);
  core.setWord(0, 2 ** 31 - 1);
  core.setWord(2, -(2 ** 31));
  assert.equal(all(), [2 ** 31 - 1, 0, -(2 ** 31)]);
});

test('words: growing keeps the old and fills the new', () => {
  core.newWords(2, 1);
  core.growWords(7, 9);
  assert.equal(all(), [1, 1, 9, 9, 9, 9, 9]);
});

test('words: growing at least doubles', () => {
  core.newWords(4, 0);
  core.growWords(5, 0);
  assert.is(core.wordCount(), 8);
});

test('words: growing to no more than there is changes nothing', () => {
  core.newWords(4, 5);
  core.growWords(4, 9);
  core.growWords(1, 9);
  assert.equal(all(), [5, 5, 5, 5]);
});

for (const i of [-1, 2, 2 ** 31 - 1, -(2 ** 31)]) {
  test(`words: index ${i} of two is a bug of the caller`, async () => {
    const own = await loadCore(); // a guest that aborted is not to be used again
    own.newWords(2, 0);
    assert.throws(() => own.getWord(i), /get-stderr/);
    assert.throws(() => own.setWord(i, 1), /get-stderr/);
  });
}

test.run();
