import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readProgram } from '../../../host/component/read-program.ts';
import { Guest, GuestTrap } from '../../../host/guest/instance.ts';
import { componentOf, coreModule } from '../bytes.ts';
import { testHost } from '../hosts.ts';

const test = suite('component: guest');

async function guest(source: string): Promise<Guest> {
  return new Guest(readProgram(componentOf(await coreModule(source))), testHost());
}

const EXIT = `@external('wasi:cli/exit@0.2.0', 'exit')\ndeclare function exit(failed: i32): void;\n`;

const CODES: [what: string, source: string, code: number][] = [
  ['run that succeeds ends with 0', 'export function run(): i32 { return 0; }', 0],
  ['run that fails ends with 1', 'export function run(): i32 { return 1; }', 1],
  ['exit with success ends with 0', `${EXIT}export function run(): i32 { exit(0); return 1; }`, 0],
  ['exit with failure ends with 1', `${EXIT}export function run(): i32 { exit(1); return 0; }`, 1],
  [
    'exit with failure ends with the number in exitCode',
    `${EXIT}export let exitCode: i32 = 0; export function run(): i32 { exitCode = 42; exit(1); return 0; }`,
    42,
  ],
  [
    'exit with failure ends with 1 when exitCode says 0',
    `${EXIT}export let exitCode: i32 = 0; export function run(): i32 { exit(1); return 0; }`,
    1,
  ],
  [
    'exit with success ends with 0 whatever exitCode says',
    `${EXIT}export let exitCode: i32 = 7; export function run(): i32 { exit(0); return 0; }`,
    0,
  ],
];
for (const [what, source, code] of CODES) {
  test(`component: ${what}`, async () => assert.is((await guest(source)).run(), code));
}

const DROP = `@external('wasi:io/poll@0.2.0', '[resource-drop]pollable')\ndeclare function drop(self: i32): void;\n`;
const TRAPS: [what: string, source: string, message: string][] = [
  ['an instruction that traps', 'export function run(): i32 { unreachable(); return 0; }', 'unreachable'],
  ['an access beyond memory', 'export function run(): i32 { return load<i32>(-4); }', 'out of bounds'],
  [
    'recursion without end',
    'function deeper(n: i32): i32 { return deeper(n + 1) + deeper(n); }\nexport function run(): i32 { return deeper(0); }',
    'call stack',
  ],
  ['a handle of nothing', `${DROP}export function run(): i32 { drop(7); return 0; }`, 'handle 7'],
];
for (const [what, source, message] of TRAPS) {
  test(`component: ${what} is a GuestTrap, and the guest is not called again`, async () => {
    const trapping = await guest(source);
    assert.throws(
      () => trapping.run(),
      (error: unknown) => error instanceof GuestTrap && error.message.includes(message),
    );
    assert.throws(
      () => trapping.run(),
      (error: unknown) => error instanceof GuestTrap && error.message.includes('again'),
    );
  });
}

test('component: a guest that has ended is not called again', async () => {
  const ended = await guest('export function run(): i32 { return 0; }');
  assert.is(ended.run(), 0);
  assert.throws(
    () => ended.run(),
    (error: unknown) => error instanceof GuestTrap,
  );
});

test("component: the host's own errors pass through", async () => {
  const source = `@external('wasi:clocks/monotonic-clock@0.2.0', 'subscribe-duration')\ndeclare function after(ns: i64): i32;
    export function run(): i32 { return after(1); }`;
  const host = testHost();
  host.resources.add = () => {
    throw new TypeError('a bug of the host');
  };
  const module = readProgram(componentOf(await coreModule(source)));
  assert.throws(
    () => new Guest(module, host).run(),
    (error: unknown) => error instanceof TypeError && error.message === 'a bug of the host',
  );
});

test.run();
