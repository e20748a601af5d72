import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Core, loadCore } from '../support/compile.ts';

const MIN = 512;
const MAX = 65536;
const EXTRA = 8 * 2 ** 20;

const test = suite('buffers');

/** Takes as much as is allowed, as a stream that always has more to read would, and gives what was taken. */
function takeMax(core: Core): { pointer: number; bytes: number } {
  const bytes = core.allowRead(MAX);
  return { pointer: core.takeRead(bytes), bytes };
}

test('buffers: a stream that wants little gets it', async () => {
  const core = await loadCore();
  assert.is(core.allowRead(MIN), MIN);
  assert.is(core.allowRead(1), 1);
});

test('buffers: greedy streams share what is there, and each always gets the least', async () => {
  const core = await loadCore();
  let taken = 0;
  for (let i = 0; i < 400; i++) {
    const { bytes } = takeMax(core);
    assert.ok(bytes >= MIN && bytes <= MAX);
    taken += bytes - MIN;
  }
  assert.is(taken, EXTRA);
  assert.is(core.allowRead(MAX), MIN);
});

test('buffers: what is given back can be taken again', async () => {
  const core = await loadCore();
  const streams = Array.from({ length: 400 }, () => takeMax(core));
  for (const { pointer, bytes } of streams) core.giveRead(pointer, bytes);
  assert.is(core.allowRead(MAX), MAX);
});

test('buffers: memory is used again: streams that come and go take the same place', async () => {
  const core = await loadCore();
  const first = takeMax(core);
  core.giveRead(first.pointer, first.bytes);
  for (let i = 0; i < 1000; i++) {
    const next = takeMax(core);
    assert.is(next.pointer, first.pointer);
    core.giveRead(next.pointer, next.bytes);
  }
});

test.run();
