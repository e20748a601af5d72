import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readProgram } from '../../../host/component/read-program.ts';
import { Guest, GuestTrap } from '../../../host/guest/instance.ts';
import type { Host } from '../../../host/wasi/host.ts';
import { INTERFACES } from '../../../host/wasi/index.ts';
import { testHost } from '../hosts.ts';
import { hostile } from './wat.ts';

const test = suite('attacks: catching');

/** Runs a guest; gives its exit code or what it trapped with, and the names of the imports that got through to the host. */
function attempt(text: string): { end: number | string; calls: string[] } {
  const calls: string[] = [];
  const interfaces = Object.fromEntries(
    Object.entries(INTERFACES).map(([id, make]) => [
      id,
      (host: Host) =>
        Object.fromEntries(
          Object.entries(make(host)).map(([name, call]) => [
            name,
            (...args: never[]) => {
              calls.push(name);
              return call(...args);
            },
          ]),
        ),
    ]),
  );
  const host = testHost(['guest']);
  host.engine.script = [() => {}];
  try {
    return { end: new Guest(readProgram(hostile(text)), host, interfaces).run(), calls };
  } catch (error) {
    assert.instance(error, GuestTrap, String((error as Error).stack));
    return { end: (error as Error).message, calls };
  }
}

function catching(what: string): string {
  return `(try (do ${what}) (catch_all))`;
}

const RETURN_0 = '(i32.const 0)';

test('attacks: a guest that catches a trap of the host gets no further call, and has trapped', () => {
  const { end, calls } = attempt(`(func $run (result i32)
    ${catching('(call $dropPollable (i32.const 99))')}
    ${catching('(drop (call $now))')}
    ${catching('(drop (call $network))')} ${RETURN_0})`);
  assert.is(end, 'handle 99 is not a Pollable');
  assert.equal(calls, ['[resource-drop]pollable']);
});

test('attacks: a guest that catches its exit ends with it, even if it traps after that', () => {
  for (const after of [RETURN_0, '(unreachable)', '(drop (call $now)) (i32.const 0)']) {
    const { end, calls } = attempt(
      `(func $run (result i32) ${catching('(call $exit (i32.const 1))')} ${after})`,
    );
    assert.equal([end, calls], [1, ['exit']]);
  }
});

test('attacks: a guest can not call an import from its cabi_realloc', () => {
  for (const call of [
    '(drop (call $now))',
    catching('(drop (call $now))'),
    catching('(call $exit (i32.const 0))'),
  ]) {
    const { end, calls } = attempt(`
      (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) ${call} (i32.const 4096))
      (func $run (result i32) ${catching('(call $random (i64.const 8) (i32.const 64))')} ${RETURN_0})`);
    assert.is(end, 'it calls an import from within its cabi_realloc');
    assert.equal(calls, ['get-random-bytes']);
  }
});

test('attacks: a guest can not call an import from its start function', () => {
  for (const call of ['(call $random (i64.const 8) (i32.const 64))', catching('(drop (call $now))')]) {
    const { end, calls } = attempt(
      `(func $first ${call}) (start $first) (func $run (result i32) ${RETURN_0})`,
    );
    assert.is(end, 'it calls an import before it is started');
    assert.equal(calls, []);
  }
});

test('attacks: an exception of its own that the guest does not catch is a trap', () => {
  const TAG = '(tag $oops (param i32))';
  const THROW = '(throw $oops (i32.const 7))';
  assert.match(
    attempt(`${TAG} (func $run (result i32) ${THROW})`).end as string,
    /exception that it did not catch/,
  );
  const inRealloc = `${TAG} (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) ${THROW})
    (func $run (result i32) (try (do (call $random (i64.const 8) (i32.const 64))) (catch $oops (drop))) ${RETURN_0})`;
  assert.match(attempt(inRealloc).end as string, /exception that it did not catch/);
  const atStart = `${TAG} (func $first ${THROW}) (start $first) (func $run (result i32) ${RETURN_0})`;
  assert.match(attempt(atStart).end as string, /exception that it did not catch/);
});

test("attacks: an exit code that is no whole number is the guest's own affair", () => {
  const codes: [type: string, value: string, code: number][] = [
    ['f64', '(f64.const 1.5)', 1],
    ['f64', '(f64.const inf)', 1],
    ['i64', '(i64.const 3)', 3],
    ['i32', '(i32.const 257)', 1],
    ['v128', '(v128.const i64x2 1 1)', 1],
  ];
  for (const [type, value, code] of codes) {
    const { end } = attempt(`(global (export "exitCode") (mut ${type}) ${value})
      (func $run (result i32) (call $exit (i32.const 1)) ${RETURN_0})`);
    assert.is(end, code, type);
  }
});

test.run();
