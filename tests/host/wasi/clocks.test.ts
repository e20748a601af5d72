import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { wallClock } from '../../../host/wasi/clocks.ts';
import { fakeGuest, testHost, wordsAt } from '../hosts.ts';

const RESULT = 64;

const test = suite('wall-clock');

test('wall-clock: is the one that the host says, in seconds and nanoseconds', () => {
  const host = testHost();
  host.memory.attach(fakeGuest());
  for (const [ms, ...words] of [
    [1_234.9, 1, 0, 234_000_000],
    [2 ** 33 * 1000 + 7, 0, 2, 7_000_000],
    [-5, 0, 0, 0],
  ] as number[][]) {
    host.wallClockMs = () => ms!;
    (wallClock(host) as Record<string, (result: number) => void>)['now']!(RESULT);
    assert.equal(wordsAt(host.memory, RESULT, 3), words);
  }
});

test.run();
