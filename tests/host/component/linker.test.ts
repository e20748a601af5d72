/** Components of other tools, written as text: how their parts are connected, and what is refused. */
import { parse } from '@bytecodealliance/jco';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ComponentError, readProgram } from '../../../host/component/read-program.ts';
import { Guest } from '../../../host/guest/instance.ts';
import { run } from '../embedding/api.ts';
import { Random } from '../../simulator/random.ts';
import { component, section } from '../bytes.ts';
import { testHost } from '../hosts.ts';
import { ADAPTED, CLOCK, EXIT, MAIN, command } from './texts.ts';

const test = suite('linker');

async function exitCode(text: string, args: string[] = []): Promise<number> {
  return new Guest(readProgram(await parse(text)), testHost(args)).run();
}

/** How the reading or the start of a component fails. */
async function failure(text: string): Promise<string> {
  try {
    return String(await exitCode(text));
  } catch (error) {
    const { name, code, message } = error as ComponentError;
    return `${code ?? name}: ${message}`;
  }
}

test('linker: a shim calls through a table what the fixup has put there, with the memory of the main module', async () => {
  const program = readProgram(await parse(ADAPTED));
  assert.is(program.modules.length, 4);
  assert.equal(
    program.instantiations.map(({ module }) => module),
    [1, 0, 2, 3],
  );
  assert.is(program.reallocs.length, 2);
  assert.not.ok(program.isOwn);
});

test('linker: each lowered function gets memory from the realloc that its options name', async () => {
  assert.is(await exitCode(ADAPTED, ['program', 'word']), 0);
});

test('linker: functions, memories, tables, globals are passed from one instance to the next', async () => {
  const text = command(`
    (core module $a
      (memory (export "m") 1) (table (export "t") 1 funcref) (global (export "g") (mut i32) (i32.const 7))
      (func $f (export "f") (result i32) (i32.const 5)) (elem (i32.const 0) func $f))
    (core module $b
      (import "x" "m" (memory 1)) (import "x" "t" (table 1 funcref)) (import "x" "g" (global $g (mut i32)))
      (import "x" "f" (func $f (result i32))) (type $r (func (result i32)))
      (func (export "run") (result i32)
        (i32.store (i32.const 8) (call $f))
        (i32.ne (i32.const 17) (i32.add (global.get $g) (i32.add (i32.load (i32.const 8))
          (call_indirect (type $r) (i32.const 0)))))))
    (core instance $ia (instantiate $a))
    (alias core export $ia "m" (core memory $m)) (alias core export $ia "t" (core table $t))
    (alias core export $ia "g" (core global $g)) (alias core export $ia "f" (core func $f))
    (core instance $x (export "m" (memory $m)) (export "t" (table $t)) (export "g" (global $g)) (export "f" (func $f)))
    (core instance $main (instantiate $b (with "x" (instance $x))))`);
  assert.is(await exitCode(text), 0);
});

test('linker: modules and components are found from within a nested component, which may be instantiated twice', async () => {
  const text = command(`${MAIN}
    (component $c (alias outer 1 $module (core module $inner)) (core instance (instantiate $inner)))
    (component $d (alias outer 1 $c (component $c)) (instance (instantiate $c)))
    (instance (instantiate $d)) (instance (instantiate $d))`);
  assert.is(readProgram(await parse(text)).instantiations.length, 3);
  assert.is(await exitCode(text), 0);
});

/** Makes a command whose start function has that body. */
const starting = (body: string): string =>
  command(`${CLOCK} ${EXIT}
    (core module $module
      (import "c" "now" (func $now (result i64))) (import "c" "exit" (func $exit (param i32)))
      (global $g (mut i64) (i64.const 0)) (func $start ${body}) (start $start)
      (func (export "run") (result i32) (i64.eqz (global.get $g))))
    (core instance $c (export "now" (func $now)) (export "exit" (func $exit)))
    (core instance $main (instantiate $module (with "c" (instance $c))))`);

test('linker: a start function may call the host, and what traps in it is a trap', async () => {
  assert.is(await failure(starting('(global.set $g (call $now))')), '0');
  assert.match(await failure(starting('unreachable')), /^GuestTrap: unreachable/);
  assert.match(await failure(starting('(call $exit (i32.const 0))')), /^0: the guest exits$/);
});

test('linker: a guest whose start function exits has that exit code', async () => {
  for (const code of [0, 1]) {
    const bytes = await parse(starting(`(call $exit (i32.const ${code}))`));
    const ended = await run(bytes);
    assert.equal([ended.exitCode, ended.reason], [code, 'exited']);
  }
});

const REFUSED: [what: string, text: string, said: RegExp][] = [
  [
    'several memories',
    command(`${MAIN} (core module $n (memory 1) (memory 1)) (core instance (instantiate $n))`),
    /^ERR_LIMIT: it has several memories, /,
  ],
  [
    'two modules with memories',
    command(
      `${MAIN} (core module $n (memory 1)) (core instance (instantiate $n)) (core instance (instantiate $n))`,
    ),
    /^ERR_LIMIT: it has several memories, /,
  ],
  [
    'a shared memory',
    command(`${MAIN} (core module $n (memory 1 2 shared)) (core instance (instantiate $n))`),
    /^ERR_LIMIT: its memory is shared /,
  ],
  [
    'resources of its own',
    command(`${MAIN} (type $r (resource (rep i32)))`),
    /^ERR_UNSUPPORTED: it has resources of its own, .*as-selectors\/jco may$/,
  ],
  [
    'an interface that the host lacks',
    command(`
      (import "wasi:http/types@0.2.0" (instance $i (export "f" (func))))
      (core func $f (canon lower (func $i "f")))
      (core module $module (import "i" "f" (func)) (func (export "run") (result i32) (i32.const 0)))
      (core instance $i (export "f" (func $f))) (core instance $main (instantiate $module (with "i" (instance $i))))`),
    /^ERR_MISSING_IMPORT: it needs wasi:http\/types@0\.2\.0 f, which this host does not have$/,
  ],
  [
    'an interface of WASI 0.3',
    command(`(import "wasi:cli/environment@0.3.0" (instance)) ${MAIN}`),
    /^ERR_WASI_VERSION: it is built for WASI 0\.3, /,
  ],
  [
    'a command of WASI 0.3 without imports',
    command(MAIN, '0.3.0'),
    /^ERR_WASI_VERSION: it is built for WASI 0\.3, /,
  ],
  [
    'a component without run',
    `(component ${MAIN})`,
    /^ERR_NOT_A_COMMAND: it does not export wasi:cli\/run@0\.2: only/,
  ],
  [
    'a handler of HTTP',
    `(component (component $c) (instance $i (instantiate $c)) (export "wasi:http/incoming-handler@0.2.0" (instance $i)))`,
    /^ERR_NOT_A_COMMAND: .*: it handles HTTP requests/,
  ],
  [
    'a nested depth of 30',
    command(
      `${MAIN} ${Array.from({ length: 30 }).reduce<string>((inner) => `(component $n ${inner} ${inner && '(instance (instantiate $n))'})`, '')} (instance (instantiate $n))`,
    ),
    /^ERR_UNSUPPORTED: it has components nested more than 20 deep, /,
  ],
];
for (const [what, text, said] of REFUSED) {
  test(`linker: refuses ${what} in one line that says so`, async () => {
    const message = await failure(text);
    assert.match(message, said);
    assert.not.match(message, '\n');
  });
}

test('linker: a core module that is instantiated again and again is refused before it fills the memory', async () => {
  const globals = '(global i32 (i32.const 0))'.repeat(30_000);
  const text = command(
    `${MAIN} (core module $m ${globals}) ${'(core instance (instantiate $m))'.repeat(50)}`,
  );
  assert.match(await failure(text), /^ERR_UNSUPPORTED: it has core modules that come to 8 times its size, /);
});

test('linker: a nested component of empty sections that is instantiated again and again is refused', () => {
  const nested = component(...Array.from({ length: 200 }, () => section(0, [])));
  const instances = Array.from({ length: 900 }, () => section(5, [1, 0, 0, 0]));
  const bytes = component(section(4, nested), ...instances);
  assert.throws(() => readProgram(bytes), /more than 100000 definitions/);
});

test('linker: a table of a module that is never instantiated is no trouble', async () => {
  assert.is(await exitCode(command(`${MAIN} (core module (table 1 funcref))`)), 0);
});

/** Reads bytes and starts what they come to; fails where that is no ComponentError or trap. */
function survives(bytes: Uint8Array, what: string): boolean {
  try {
    new Guest(readProgram(bytes), testHost(['program', 'word'])).run();
    return true;
  } catch (error) {
    const { name } = error as Error;
    assert.ok(
      ['ComponentError', 'GuestTrap', 'Exit'].includes(name),
      `${what}: ${String((error as Error).stack)}`,
    );
    return false;
  }
}

test('linker: a component that is cut off anywhere is refused', async () => {
  const whole = await parse(ADAPTED);
  for (let length = 0; length < whole.length; length++)
    survives(whole.subarray(0, length), `${length} bytes`);
});

test('linker: of 3000 components with wrong bytes each runs, traps or is refused', async () => {
  const whole = await parse(ADAPTED);
  let ran = 0;
  for (let seed = 1; seed <= 3000; seed++) {
    const random = new Random(seed, 'wrong bytes');
    const bytes = Uint8Array.from(whole);
    for (let i = random.int(1, 3); i > 0; i--) bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
    ran += Number(survives(bytes, `seed ${seed}`));
  }
  assert.ok(ran > 30 && ran < 2900, `${ran} ran`);
});

test.run();
