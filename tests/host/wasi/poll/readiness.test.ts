import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Pollable, ReadinessSource, SourcePollable } from '../../../../host/wasi/poll/pollable.ts';
import { Readiness } from '../../../../host/wasi/poll/readiness.ts';
import { Resource } from '../../../../host/wasi/resources.ts';
import { FakeEngine } from '../../fake-engine.ts';

/** Something whose readiness a test sets. */
class Switch {
  isOn = false;
  readonly pollable: Pollable;
  private readonly source: ReadinessSource;

  constructor(readiness: Readiness, handle: number) {
    this.source = new ReadinessSource(readiness);
    this.pollable = new SourcePollable(this.source, new (class extends Resource {})(), () => this.isOn);
    this.pollable.handle = handle;
  }

  set(isOn: boolean): void {
    this.isOn = isOn;
    if (isOn) this.source.changed();
  }
}

interface Context {
  engine: FakeEngine;
  readiness: Readiness;
  make(handle: number): Switch;
  poll(...handles: number[]): number[];
}

const test = suite<Context>('readiness');

test.before.each((context) => {
  const engine = (context.engine = new FakeEngine());
  const readiness = (context.readiness = new Readiness(engine));
  context.make = (handle) => new Switch(readiness, handle);
  // Words around the list, so that one that is looked for outside of it would be found there.
  context.poll = (...handles) => [
    ...readiness.poll(Int32Array.of(5, 6, ...handles, 5, 6), 2, handles.length),
  ];
});

test('readiness: waits without a limit until something is ready', ({ engine, make, poll }) => {
  const one = make(1);
  engine.script = [() => {}, () => one.set(true)];
  assert.equal(poll(1), [0]);
  assert.equal(engine.waits, [-1, -1]);
});

test('readiness: is level-triggered: ready until consumed', ({ engine, make, poll }) => {
  const [one, two] = [make(1), make(2)];
  one.set(true);
  assert.equal(poll(1, 2), [0]);
  assert.equal(poll(1, 2), [0]);
  assert.equal(engine.waits, [0, 0]);
  one.set(false);
  engine.script = [() => two.set(true)];
  assert.equal(poll(1, 2), [1]);
  assert.is(engine.waits.at(-1), -1);
});

test('readiness: reports in the order of becoming ready', ({ make, poll }) => {
  const [one, two, three] = [make(1), make(2), make(3)];
  for (const each of [three, one, two]) each.set(true);
  assert.equal(poll(1, 2, 3), [2, 0, 1]);
});

test('readiness: many changes before a poll are one report', ({ make, poll }) => {
  const one = make(1);
  one.set(true);
  one.set(true);
  one.set(true);
  assert.equal(poll(1), [0]);
});

test('readiness: reports only what is in the list', ({ engine, make, poll }) => {
  const [outside, inside] = [make(5), make(1)];
  outside.set(true);
  engine.script = [() => {}, () => inside.set(true)];
  assert.equal(poll(1, 2), [0]);
  assert.equal(engine.waits, [-1, -1]); // what is ready outside must not make it spin
  assert.equal(poll(5, 1), [0, 1]);
});

test('readiness: finds a pollable wherever its list has it', ({ make, poll }) => {
  make(1).set(true);
  assert.equal(poll(7, 8, 1), [2]);
  assert.equal(poll(1, 7, 8), [0]);
  assert.equal(poll(1), [0]);
  assert.equal(poll(7, 1), [1]);
});

test('readiness: a pollable given more than once is reported at each of its indexes', ({ make, poll }) => {
  const [one, two] = [make(1), make(2)];
  one.set(true);
  assert.equal(poll(1, 2, 1, 3, 1).toSorted(), [0, 2, 4]);
  two.set(true);
  assert.equal(poll(1, 2, 2, 3, 1).toSorted(), [0, 1, 2, 4]);
  assert.equal(poll(1, 2, 4, 3, 5).toSorted(), [0, 1]);
});

test('readiness: lists of all lengths polled in turn each get their own indexes', ({ make, poll }) => {
  const handles = Array.from({ length: 5000 }, (_, i) => i + 10);
  const [early, late] = [make(handles[3]!), make(handles[4990]!)];
  for (let turn = 0; turn < 3; turn++) {
    early.set(true);
    late.set(true);
    assert.equal(poll(...handles), [3, 4990]);
    assert.equal(poll(...handles.slice(4980)), [10]);
    assert.equal(poll(...handles.toReversed()), [4996, 9]);
    assert.equal(poll(...handles.slice(0, 4000)), [3]);
    assert.equal(poll(7, handles[4990]!, handles[3]!), [2, 1]);
  }
});

test('readiness: what is ready but not polled is not asked', ({ engine, make, readiness, poll }) => {
  let asked = 0;
  const outside = new SourcePollable(
    new ReadinessSource(readiness),
    new (class extends Resource {})(),
    () => {
      asked++;
      return true;
    },
  );
  outside.handle = 50;
  const one = make(1);
  one.set(true);
  asked = 0;
  poll(1);
  poll(1);
  assert.is(asked, 0);
  assert.equal(poll(1, 50), [1, 0]);
  assert.is(asked, 1);
  assert.equal(engine.waits, [0, 0, 0]);
});

test('readiness: more than a thousand ready ones are all reported', ({ make, poll }) => {
  const handles = Array.from({ length: 3000 }, (_, i) => i + 10);
  for (const handle of handles) make(handle).set(true);
  assert.equal(
    poll(...handles),
    handles.map((_, i) => i),
  );
});

test('readiness: forgets what was dropped, though its handle is used again', ({ engine, make, poll }) => {
  const old = make(1);
  old.set(true);
  assert.equal(poll(1), [0]);
  old.pollable.drop();
  const fresh = make(1);
  engine.script = [() => fresh.set(true)];
  assert.equal(poll(1), [0]);
  assert.equal(engine.waits, [0, -1]);
  old.set(true);
  fresh.set(false);
  assert.throws(() => poll(1), 'waits for ever');
});

test('readiness: what is ready when a pollable is made is reported', ({ engine, readiness, poll }) => {
  const pollable = new SourcePollable(
    new ReadinessSource(readiness),
    new (class extends Resource {})(),
    () => true,
  );
  pollable.handle = 4;
  assert.equal(poll(3, 4), [1]);
  assert.equal(engine.waits, [0]);
});

test('readiness: block waits for one pollable, whatever else is ready', ({ engine, make, readiness }) => {
  const [one, two] = [make(1), make(2)];
  one.set(true);
  engine.script = [() => {}, () => two.set(true)];
  readiness.block(two.pollable);
  assert.equal(engine.waits, [-1, -1]);
});

test('readiness: afterWait comes after each wait, and what it throws ends the poll', () => {
  const engine = new FakeEngine();
  engine.script = [() => {}, () => {}];
  let calls = 0;
  const readiness = new Readiness(engine, {
    afterWait() {
      if (++calls === 2) throw new Error('stop');
    },
  });
  readiness.queue(new Switch(readiness, 1).pollable);
  assert.throws(() => readiness.poll(Int32Array.of(1), 0, 1), 'stop');
  assert.is(engine.waits.length, 2);
});

test.run();
