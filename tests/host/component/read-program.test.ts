import type { Program } from '../../../host/component/program.ts';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ComponentError, type ComponentProblem, readProgram } from '../../../host/component/read-program.ts';
import { Guest } from '../../../host/guest/instance.ts';
import { component, componentOf, coreModule, section, withVersion } from '../bytes.ts';
import { testHost } from '../hosts.ts';

const test = suite('component');
const EMPTY_CORE = withVersion([1, 0, 0, 0]);
const RETURN_0 = await coreModule('export function run(): i32 { return 0; }');

function echo(): Uint8Array {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  if (!existsSync(`${root}dist/echo.wasm`)) execFileSync('npm', ['run', '-s', 'build'], { cwd: root });
  return readFileSync(`${root}dist/echo.wasm`);
}

/** Checks that `act` throws a ComponentError of that code whose message has the text. */
function refuses(act: () => unknown, code: ComponentProblem, text: string): void {
  assert.throws(act, (error: unknown) => {
    assert.instance(error, ComponentError);
    assert.is((error as ComponentError).code, code);
    assert.match((error as ComponentError).message, text);
    return true;
  });
}

function hasRun({ modules, run }: Program): boolean {
  return WebAssembly.Module.exports(modules[0]!).some(({ name }) => name === run.name);
}

const NOT_WASM: [what: string, bytes: Uint8Array][] = [
  ['an empty file', new Uint8Array()],
  ['a text', Buffer.from('#!/usr/bin/env node\n')],
  ['a magic number without a version', EMPTY_CORE.subarray(0, 4)],
  ['a preamble cut off', component().subarray(0, 7)],
  ['a wrong magic number', Uint8Array.from([0, 0x61, 0x73, 0x6e, 0x0d, 0, 1, 0])],
];
for (const [what, bytes] of NOT_WASM) {
  test(`component: refuses ${what}`, () => {
    refuses(() => readProgram(bytes), 'ERR_NOT_WASM', 'not a WebAssembly file');
  });
}

test('component: refuses a core module', () => {
  refuses(() => readProgram(RETURN_0), 'ERR_CORE_MODULE', 'jco new');
});

for (const version of [
  [2, 0, 0, 0],
  [0x0c, 0, 1, 0],
  [0x0d, 0, 2, 0],
  [0x0d, 0, 0, 0],
]) {
  // prettier-ignore
  test(`component: refuses version ${version.join(' ')}`, () => {
    refuses(() => readProgram(withVersion(version)), 'ERR_MALFORMED', 'unknown version');
  });
}

test('component: refuses a file that is cut off, wherever that is in its core module', () => {
  const whole = componentOf(RETURN_0);
  for (let length = componentOf().length + 1; length < whole.length; length++) {
    refuses(() => readProgram(whole.subarray(0, length)), 'ERR_MALFORMED', 'cut off');
  }
});

test('component: refuses echo.wasm without its last byte', () => {
  refuses(() => readProgram(echo().subarray(0, -1)), 'ERR_MALFORMED', 'cut off');
});

test('component: refuses a core module that does not compile, or is cut off', () => {
  const wrong = Uint8Array.from(RETURN_0);
  wrong[wrong.length - 1] = 0x01; // no end of the last function
  refuses(() => readProgram(componentOf(wrong)), 'ERR_MALFORMED', 'does not compile');
  refuses(() => readProgram(componentOf(RETURN_0.subarray(0, -1))), 'ERR_MALFORMED', 'cut off');
});

test('component: refuses one without a core module, and one whose modules export no wasi:cli/run', () => {
  for (const bytes of [component(), component(section(0, [1, 0x61])), componentOf(EMPTY_CORE, EMPTY_CORE)]) {
    refuses(() => readProgram(bytes), 'ERR_NOT_A_COMMAND', 'wasi:cli/run@0.2');
  }
});

test('component: finds the core module of echo.wasm', () => {
  assert.ok(hasRun(readProgram(echo())));
});

test('component: finds the core module behind other sections and modules', () => {
  assert.ok(hasRun(readProgram(componentOf(EMPTY_CORE, RETURN_0))));
});

test('component: a file in the midst of a larger buffer is found as well', () => {
  const file = componentOf(RETURN_0);
  const larger = Buffer.concat([Buffer.alloc(3, 0xff), file, Buffer.alloc(5, 0xff)]);
  assert.ok(hasRun(readProgram(larger.subarray(3, 3 + file.length))));
});

const MISSING: [from: string, name: string][] = [
  ['wasi:sockets/tcp@0.2.0', '[method]tcp-socket.no-such'],
  ['wasi:http/types@0.2.0', 'poll'],
  ['wasi:io/poll@0.3.0', 'poll'],
  ['wasi:io/poll', 'poll'],
  ['wasi:io/poll@0.2.0-rc', 'poll'],
  ['env', 'poll'],
];
for (const [from, name] of MISSING) {
  test(`component: names the missing import ${from} ${name}`, async () => {
    const source = `@external('${from}', '${name}')\ndeclare function missing(): void;
      export function run(): i32 { missing(); return 0; }`;
    const program = readProgram(componentOf(await coreModule(source)));
    refuses(() => new Guest(program, testHost()), 'ERR_MISSING_IMPORT', `${from} ${name}`);
  });
}

test('component: any 0.2.x of an interface is supplied', async () => {
  const source = `@external('wasi:clocks/monotonic-clock@0.2.12', 'now')\ndeclare function now(): i64;
    export function run(): i32 { return now() > 0 ? 0 : 1; }`;
  const program = readProgram(componentOf(await coreModule(source)));
  assert.is(new Guest(program, testHost()).run(), 0);
});

test.run();
