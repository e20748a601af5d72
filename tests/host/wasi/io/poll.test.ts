import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { poll } from '../../../../host/wasi/io/poll.ts';
import { monotonicClock } from '../../../../host/wasi/clocks.ts';
import { Trap } from '../../../../host/wasi/resources.ts';
import { type TestHost, fakeGuest, testHost, wordsAt } from '../../hosts.ts';

const LIST = 256;
const RESULT = 64;

/** A guest that polls timers which are due. */
class Poller {
  readonly host: TestHost = testHost();
  private readonly calls: Record<string, (...args: (number | bigint)[]) => number>;

  constructor() {
    this.host.memory.attach(fakeGuest());
    this.calls = { ...poll(this.host), ...monotonicClock(this.host) } as never;
  }

  timer(whenNs = 0n): number {
    return this.calls['subscribe-instant']!(whenNs);
  }

  drop(pollable: number): void {
    this.calls['[resource-drop]pollable']!(pollable);
  }

  poll(...handles: number[]): number[] {
    handles.forEach((handle, i) => this.host.memory.u32(LIST + 4 * i, handle));
    this.calls['poll']!(LIST, handles.length, RESULT);
    const [list, count] = wordsAt(this.host.memory, RESULT, 2) as [number, number];
    return wordsAt(this.host.memory, list, count).toSorted();
  }
}

const test = suite<{ it: Poller }>('poll');

test.before.each((context) => {
  context.it = new Poller();
});

function isTrap(error: unknown): boolean {
  return error instanceof Trap;
}

test('poll: the guest gets the indexes of what is ready', ({ it }) => {
  assert.equal(it.poll(it.timer(), it.timer(-1n), it.timer()), [0, 2]);
});

test('poll: an empty list traps', ({ it }) => {
  assert.throws(() => it.poll(), isTrap);
});

test('poll: a handle that is none of a pollable traps, though another is ready', ({ it }) => {
  const timer = it.timer();
  assert.throws(() => it.poll(timer, 4711), isTrap);
  const other = it.host.resources.add(new (class extends Object {})() as never);
  assert.throws(() => it.poll(timer, other), isTrap);
});

test('poll: a pollable that was dropped traps in the list that had it', ({ it }) => {
  const [one, two] = [it.timer(), it.timer()];
  assert.equal(it.poll(one, two), [0, 1]);
  it.drop(two);
  assert.throws(() => it.poll(one, two), isTrap);
});

test('poll: a handle that is used again stands for the new pollable', ({ it }) => {
  const [one, two] = [it.timer(), it.timer()];
  it.poll(one, two);
  it.drop(two);
  assert.is(it.timer(), two);
  assert.equal(it.poll(one, two), [0, 1]);
});

test.run();
