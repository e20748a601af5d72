import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ComponentError, failureOf, serve } from '../embedding/api.ts';
import { hostile } from './wat.ts';

const test = suite('attacks: limits');

test('attacks: a guest can not grow its memory beyond its limit, though it calls nothing', async () => {
  const greedy = hostile('(func $run (result i32) (i32.lt_s (memory.grow (i32.const 100)) (i32.const 0)))');
  for (const [memoryBytes, exitCode] of [
    [2 ** 20, 1],
    [2 ** 26, 0],
  ] as const)
    assert.is((await serve(greedy, { limits: { memoryBytes } }).finished).exitCode, exitCode);
});

test('attacks: a guest whose memory starts above its limit is a ComponentError', async () => {
  const error = await failureOf(serve('echo', { limits: { memoryBytes: 65_536 } }).ready);
  assert.instance(error, ComponentError);
  assert.is(error['code'], 'ERR_LIMIT');
  assert.match(
    error.message,
    /: its memory starts with \d+ bytes, above the limit of 65536: raise limits\.memoryBytes$/,
  );
});

test('attacks: a guest that wants more handles than its limit is ended as by a trap', async () => {
  const greedy = hostile(
    '(func $run (result i32) (loop $more (drop (call $network)) (br $more)) (i32.const 0))',
  );
  for (const [limits, handles] of [
    [{}, 100_000],
    [{ handles: 5 }, 5],
  ] as const) {
    const error = await failureOf(serve(greedy, { limits }).finished);
    assert.is(error['code'], 'ERR_GUEST_TRAP');
    assert.match(error.message, new RegExp(`it holds ${handles} handles, which is its limit$`));
  }
});

test.run();
