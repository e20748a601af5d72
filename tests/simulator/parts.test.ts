import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FaultSource } from './fault-source.ts';
import { Ring } from './kernel/ring.ts';
import { LinesOracle } from './peers/lines-oracle.ts';
import { EchoOracle } from './peers/echo-oracle.ts';
import { patternBytes } from './peers/pattern.ts';
import { FAULT_KINDS } from './scenario.ts';
import { folded } from './time-line.ts';
import { type TraceLine, Violation, World } from './world.ts';

const test = suite('simulator: parts');
const CALM = { isDraining: false };

function line(who: string, text: string): TraceLine {
  return { us: 0, who, text };
}

function breaks(property: string, act: () => void): void {
  assert.throws(act, (error: unknown) => error instanceof Violation && error.property === property);
}

test('simulator: what is planned happens in its order, and of the same time in that of planning', () => {
  const world = new World(false);
  const seen: number[] = [];
  [5, 1, 3, 1, 2, 5, 0].forEach((ms, i) => world.after(ms, () => seen.push(10 * ms + i)));
  while (world.nextUs < Infinity) {
    world.nowUs = world.nextUs;
    world.runDue();
  }
  assert.equal(seen, [6, 11, 13, 24, 32, 50, 55]);
});

test('simulator: a ring gives what it took, in order, also around its end', () => {
  const ring = new Ring(5);
  let given = '';
  for (let i = 0; i < 20; i++) {
    const taken = ring.write(Buffer.from('abcdefg').subarray(0, 3));
    assert.is(taken, Math.min(3, 5 - (ring.size - taken)));
    const target = new Uint8Array(taken);
    ring.read(target);
    given += Buffer.from(target).toString();
  }
  assert.is(given, 'abc'.repeat(20));
});

test("simulator: one peer's faults do not depend on another's", () => {
  const rates = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0.3]));
  const asked = (others: boolean): (number | undefined)[] => {
    const faults = new FaultSource(7, { rates });
    return Array.from({ length: 50 }, () => {
      if (others) faults.ask('short-read', 'B');
      return faults.ask('short-read', 'A');
    });
  };
  assert.equal(asked(true), asked(false));
  assert.ok(asked(true).some((value) => value !== undefined));
});

test('simulator: faults that are listed are those that happen', () => {
  const faults = new FaultSource(7, { fired: [{ site: 'break A 2', value: 0.5 }] });
  const told = [1, 2, 3].map(() => faults.ask('break', 'A'));
  assert.equal(told, [undefined, 0.5, undefined]);
});

test('simulator: an echo that loses, repeats, swaps or invents a byte breaks the order', () => {
  const sent = patternBytes(3, 0, 8);
  const changed =
    (change: (bytes: Uint8Array) => Uint8Array): (() => void) =>
    () => {
      const oracle = new EchoOracle('A', CALM, 3);
      oracle.send(sent);
      oracle.receive(change(Uint8Array.from(sent)));
      oracle.hasEnded = true;
      oracle.receiveEnd();
    };
  changed((bytes) => bytes)();
  const bytes = 'every byte in order and once';
  breaks(
    bytes,
    changed((all) => all.subarray(0, 7)),
  );
  breaks(
    bytes,
    changed((all) => Buffer.concat([all.subarray(0, 3), all.subarray(4)])),
  );
  breaks(
    bytes,
    changed((all) => Buffer.concat([all.subarray(0, 3), all.subarray(2)])),
  );
  breaks(
    bytes,
    changed((all) => Buffer.concat([all, patternBytes(3, 8, 1)])),
  );
  breaks(
    bytes,
    changed((all) => all.with(5, all[5]! ^ 1)),
  );
});

/** How many bytes are due for what was sent. */
function answers(sent: string, hasEnded: boolean): string {
  const oracle = new LinesOracle('A', CALM);
  oracle.send(Buffer.from(sent));
  oracle.hasEnded = hasEnded;
  return /of (\d+) bytes/.exec(oracle.isComplete ? 'of 0 bytes' : oracle.missing)![1]!;
}

test('simulator: lines are numbered, an unfinished one is answered at the end, quit and too long ones end', () => {
  assert.is(answers('', true), '0');
  assert.is(answers('a\nb', false), String('1 a\n'.length));
  assert.is(answers('a\nb', true), String('1 a\n2 b\n'.length));
  assert.is(answers('quit\na\n', true), String('bye\n'.length));
  assert.is(answers(`${'x'.repeat(4096)}\n`, true), String(4096 + '1 \n'.length));
  assert.is(answers('x'.repeat(4097), false), String('line too long\n'.length));
});

test('simulator: a trace is folded where the same happens three times or more', () => {
  const cycle = [line('server', 'polls 1: A to read'), line('server', 'reads from A: 3 bytes')];
  const trace = [
    line('A', 'comes'),
    ...cycle,
    ...cycle,
    ...cycle,
    line('A', 'sends 1 byte'),
    line('A', 'sends "x"'),
  ];
  const texts = folded(trace).map(({ text }) => text);
  const [poll, read] = cycle.map(({ text }) => text);
  assert.equal(texts, ['comes', poll, read, '(the same 2 lines 2 times more)', 'sends 1 byte, 1 more piece']);
});

test.run();
