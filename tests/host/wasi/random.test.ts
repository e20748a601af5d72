import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { insecure, insecureSeed, random } from '../../../host/wasi/random.ts';
import { fakeGuest, testHost } from '../hosts.ts';

const RESULT = 64;

/** A host whose randomness counts 1, 2, 3…, so that a run can be repeated. */
function counting(): { calls: Record<string, (...args: unknown[]) => unknown>; bytes: () => Uint8Array } {
  const host = testHost();
  let last = 0;
  host.fillRandom = (bytes) => bytes.forEach((_, i) => (bytes[i] = ++last));
  host.memory.attach(fakeGuest());
  const calls = { ...random(host), ...insecure(host), ...insecureSeed(host) } as never;
  return { calls, bytes: () => host.memory.bytes };
}

const test = suite('random');

test('random: all of it comes from where the host says', () => {
  for (const name of ['get-random-bytes', 'get-insecure-random-bytes']) {
    const { calls, bytes } = counting();
    calls[name]!(3n, RESULT);
    const [pointer, count] = new Uint32Array(bytes().buffer, RESULT, 2);
    assert.equal([...bytes().subarray(pointer, pointer! + count!)], [1, 2, 3]);
  }
  for (const name of ['get-random-u64', 'get-insecure-random-u64']) {
    assert.is(counting().calls[name]!(), 0x0807060504030201n);
  }
});

test('random: the seed is made once', () => {
  const { calls, bytes } = counting();
  for (let i = 0; i < 2; i++) {
    calls['insecure-seed']!(RESULT);
    const seed = Array.from({ length: 16 }, (_, at) => at + 1);
    assert.equal([...bytes().subarray(RESULT, RESULT + 16)], seed);
  }
});

test.run();
