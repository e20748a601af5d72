import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { monotonicClock } from '../../../../host/wasi/clocks.ts';
import { Readiness } from '../../../../host/wasi/poll/readiness.ts';
import { Pollable } from '../../../../host/wasi/io/poll.ts';
import { FakeEngine } from '../../fake-engine.ts';
import { testHost } from '../../hosts.ts';

const test = suite('readiness: timers');
let nowMs = 0;

test.before.each(() => {
  nowMs = 1000;
});

/** Makes an engine whose waits take as long as they may, but for `earlyMs` that the clock of the kernel is ahead. */
function sleepy(earlyMs = 0): FakeEngine {
  const engine = new FakeEngine();
  engine.wait = (milliseconds) => {
    engine.waits.push(milliseconds);
    if (milliseconds < 0 || engine.waits.length > 100) throw new Error('waits for ever');
    nowMs += Math.max(milliseconds - earlyMs, 0);
  };
  return engine;
}

function timer(readiness: Readiness, deadlineMs: number, handle: number): Pollable {
  const pollable = readiness.subscribeTimer(deadlineMs);
  pollable.handle = handle;
  return pollable;
}

for (const delayMs of [0.001, 0.4, 1, 1.5, 10.999, 86_400_000]) {
  test(`timers: one of ${delayMs} ms is never early, and late by less than 1 ms`, () => {
    const readiness = new Readiness(sleepy(), { nowMs: () => nowMs });
    timer(readiness, nowMs + delayMs, 1);
    assert.equal([...readiness.poll(Int32Array.of(1), 0, 1)], [0]);
    assert.ok(nowMs >= 1000 + delayMs, `at ${nowMs}`);
    assert.ok(nowMs < 1001 + delayMs, `at ${nowMs}`);
  });
}

test('timers: one is not early though the engine is', () => {
  const readiness = new Readiness(sleepy(0.3), { nowMs: () => nowMs });
  timer(readiness, nowMs + 5, 1);
  readiness.poll(Int32Array.of(1), 0, 1);
  assert.ok(nowMs >= 1005, `at ${nowMs}`);
});

test('timers: one that is over already does not wait', () => {
  const engine = sleepy();
  const readiness = new Readiness(engine, { nowMs: () => nowMs });
  timer(readiness, nowMs - 50, 1);
  assert.equal([...readiness.poll(Int32Array.of(1), 0, 1)], [0]);
  assert.equal(engine.waits, [0]);
});

test('timers: the first of the list ends the wait, and stays ready', () => {
  const engine = sleepy();
  const readiness = new Readiness(engine, { nowMs: () => nowMs });
  timer(readiness, nowMs + 20, 1);
  timer(readiness, nowMs + 10, 2);
  assert.equal([...readiness.poll(Int32Array.of(1, 2), 0, 2)], [1]);
  assert.equal([...readiness.poll(Int32Array.of(1, 2), 0, 2)], [1]);
  assert.equal(engine.waits, [10, 0]);
});

test('timers: one outside the list is not reported, and wakes once at most', () => {
  const engine = sleepy();
  const readiness = new Readiness(engine, { nowMs: () => nowMs });
  timer(readiness, nowMs + 1, 1);
  timer(readiness, nowMs + 30, 2);
  assert.equal([...readiness.poll(Int32Array.of(2, 3, 1), 0, 2)], [0]);
  assert.equal(engine.waits, [1, 29]);
});

test('timers: a dropped one is forgotten', () => {
  const readiness = new Readiness(sleepy(), { nowMs: () => nowMs });
  timer(readiness, nowMs + 1, 1).drop();
  assert.throws(() => readiness.poll(Int32Array.of(1), 0, 1), 'waits for ever');
});

/** Spreads handles over two seconds, without an order. */
function deadlineOf(handle: number): number {
  return 1001 + ((handle * 7919) % 2003);
}

test('timers: thousands, made and dropped in any order, come in the order of their deadlines', () => {
  const engine = sleepy();
  engine.wait = (milliseconds) => {
    if (milliseconds < 0) throw new Error('waits for ever');
    nowMs += milliseconds;
  };
  const readiness = new Readiness(engine, { nowMs: () => nowMs });
  const handles = Array.from({ length: 2000 }, (_, i) => i + 1);
  const timers = handles.map((handle) => timer(readiness, deadlineOf(handle), handle));
  for (const handle of handles) if (handle % 3 === 0) timers[handle - 1]!.drop();
  const left = handles.filter((handle) => handle % 3 !== 0);
  const came: number[] = [];
  while (left.length > 0) {
    const found = [...readiness.poll(Int32Array.from(left), 0, left.length)].toSorted((a, b) => b - a);
    for (const place of found) {
      const [handle] = left.splice(place, 1);
      assert.ok(deadlineOf(handle!) <= nowMs);
      timers[handle! - 1]!.drop();
      came.push(deadlineOf(handle!));
    }
  }
  assert.is(came.length, 1334);
  assert.equal(
    came,
    came.toSorted((a, b) => a - b),
  );
  assert.throws(() => readiness.poll(Int32Array.of(3), 0, 1), 'waits for ever');
});

test('timers: a wait of more than the engine can count is cut, not wrapped', () => {
  const engine = sleepy();
  const readiness = new Readiness(engine, { nowMs: () => nowMs });
  timer(readiness, nowMs + 2 ** 40, 1);
  assert.throws(() => readiness.poll(Int32Array.of(1), 0, 1), 'waits for ever');
  assert.ok(engine.waits.every((milliseconds) => milliseconds === 2 ** 31 - 1));
});

test('timers: instants and durations of the guest are unsigned nanoseconds', () => {
  const host = testHost();
  host.readiness = new Readiness(host.engine, { nowMs: () => nowMs });
  const clock = monotonicClock(host) as unknown as Record<string, (ns?: bigint) => number | bigint>;
  assert.is(clock['now']!(), 1_000_000_000n);
  const isReady = (handle: number | bigint): boolean => host.resources.get(Number(handle), Pollable).isReady;
  const handles = [
    clock['subscribe-instant']!(1_000_000_001n),
    clock['subscribe-duration']!(2_000_000n),
    clock['subscribe-duration']!(-1n), // 2^64 - 1, as JavaScript sees it
  ];
  assert.equal(handles.map(isReady), [false, false, false]); // prettier-ignore
  nowMs = 1000.5;
  assert.equal(handles.map(isReady), [true, false, false]); // prettier-ignore
  nowMs = 1002;
  assert.equal(handles.map(isReady), [true, true, false]); // prettier-ignore
});

test.run();
