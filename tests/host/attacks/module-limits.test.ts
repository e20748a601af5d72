import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ComponentError, readProgram } from '../../../host/component/read-program.ts';
import { Guest } from '../../../host/guest/instance.ts';
import { componentOf } from '../bytes.ts';
import { testHost } from '../hosts.ts';
import { coreOf, hostile } from './wat.ts';

const test = suite('attacks: module limits');
const PAGE = 65536;
const RUN = '(func $run (result i32) (i32.const 0))';

function exitCode(text: string, maxMemoryBytes?: number): number {
  return new Guest(readProgram(hostile(text), maxMemoryBytes), testHost()).run();
}

function refusal(text: string, maxMemoryBytes?: number): [code: string, message: string] {
  try {
    readProgram(hostile(text), maxMemoryBytes);
  } catch (error) {
    assert.instance(error, ComponentError);
    const { code, message } = error as ComponentError;
    return [code, message];
  }
  throw new Error('was not refused');
}

const MEMORIES: [memory: string, limit: number, pages: number, grows: boolean][] = [
  ['1', 3 * PAGE, 2, true],
  ['1', 3 * PAGE, 3, false],
  ['1 2', 3 * PAGE, 1, true],
  ['1 2', 3 * PAGE, 2, false],
  ['1 60000', 3 * PAGE, 3, false],
  ['0', PAGE, 1, true],
  ['1', PAGE + 5, 1, false],
];
for (const [memory, limit, pages, grows] of MEMORIES) {
  const what = `a memory declared as ${memory} with a limit of ${limit} bytes`;
  test(`attacks: ${what} ${grows ? 'grows' : 'does not grow'} by ${pages} pages`, () => {
    const code = exitCode(
      `(memory (export "memory") ${memory})
       (func $run (result i32) (i32.lt_s (memory.grow (i32.const ${pages})) (i32.const 0)))`,
      limit,
    );
    assert.is(code, grows ? 0 : 1);
  });
}

test('attacks: a memory does not grow beyond 1 GiB where nothing else is said', () => {
  const grow = '(func $run (result i32) (i32.lt_s (memory.grow (i32.const 16384)) (i32.const 0)))';
  assert.is(exitCode(grow), 1);
});

/** Grows a table as far as it goes, and counts it. */
function growing(n: number): string {
  return `(loop $again (br_if $again (i32.ge_s (table.grow $t${n} (table.get $t${n} (i32.const 0)) (i32.const 10000)) (i32.const 0))))
     (local.set $sum (i32.add (local.get $sum) (table.size $t${n})))`;
}

test('attacks: all tables together have a million entries at most, however they grow', () => {
  const tables = Array.from({ length: 4 }, (_, n) => `(table $t${n} 1 externref)`).join('\n');
  const text = `${tables} (func $run (result i32) (local $sum i32) ${[0, 1, 2, 3].map(growing).join('\n')}
    (i32.or (i32.gt_u (local.get $sum) (i32.const 1000000)) (i32.lt_u (local.get $sum) (i32.const 900000))))`;
  assert.is(exitCode(text), 0);
});

const REFUSED: [what: string, text: string, code: string, message: RegExp][] = [
  [
    'a memory that starts above the limit',
    `(memory (export "memory") 17) ${RUN}`,
    'ERR_LIMIT',
    /^its memory starts with 1114112 bytes, above the limit of 1048576: raise limits\.memoryBytes$/,
  ],
  ['a shared memory', `(memory (export "memory") 1 2 shared) ${RUN}`, 'ERR_LIMIT', /^its memory is shared /],
  [
    'a table that starts large',
    `(table 1000001 funcref) ${RUN}`,
    'ERR_LIMIT',
    /^one of its 1 tables starts with 1000001 entries, /,
  ],
  [
    'tables that start large together',
    `(table $a 400000 funcref) (table $b 600000 funcref) ${RUN}`,
    'ERR_LIMIT',
    /2 tables starts with 600000 entries, above the limit of 500000 each$/,
  ],
  [
    'an imported memory',
    `(import "wasi:io/poll@0.2.0" "poll" (memory $m 1)) (export "memory" (memory $m)) ${RUN}`,
    'ERR_MISSING_IMPORT',
    / poll has another type than the host's$/,
  ],
  [
    'an imported table',
    `(import "wasi:io/poll@0.2.0" "poll" (table 1 funcref)) ${RUN}`,
    'ERR_MISSING_IMPORT',
    / poll has another type than the host's$/,
  ],
  [
    'an import that takes floats',
    `(import "wasi:io/poll@0.2.0" "poll" (func (param f64 i32 i32))) ${RUN}`,
    'ERR_MISSING_IMPORT',
    /^its import wasi:io\/poll@0\.2\.0 poll has another type than the host's$/,
  ],
  [
    'an import that gives references',
    `(import "wasi:io/poll@0.2.0" "poll" (func (result externref))) ${RUN}`,
    'ERR_MISSING_IMPORT',
    /another type/,
  ],
  [
    'a run that gives a large number',
    '(func $run (result i64) (i64.const 0))',
    'ERR_MALFORMED',
    /^wasi:cli\/run@0\.2\.0#run has another type than /,
  ],
  [
    'a run that takes something',
    '(func $run (param i32) (result i32) (i32.const 0))',
    'ERR_MALFORMED',
    /another type/,
  ],
  ...['i64', 'f64', 'externref', ''].map((type): [string, string, string, RegExp] => [
    `a cabi_realloc that gives ${type || 'nothing'}`,
    `(func (export "cabi_realloc") (param i32 i32 i32 i32) ${type && `(result ${type})`} (unreachable)) ${RUN}`,
    'ERR_MALFORMED',
    /^cabi_realloc has another type than /,
  ]),
  [
    'a cabi_realloc that takes less',
    `(func (export "cabi_realloc") (param i32) (result i32) (unreachable)) ${RUN}`,
    'ERR_MALFORMED',
    /^cabi_realloc has /,
  ],
];
for (const [what, text, code, message] of REFUSED) {
  test(`attacks: refuses ${what}`, () => {
    const [actual, said] = refusal(text, 2 ** 20);
    assert.is(actual, code, said);
    assert.match(said, message);
  });
}

test('attacks: refuses what this engine compiles and can not limit', () => {
  const exotic = [
    `(memory $second 1) (memory (export "memory") 1) ${RUN}`,
    `(memory (export "memory") i64 1 2) ${RUN}`,
    `(type $list (struct (field (ref null $list)))) (func (drop (struct.new_default $list))) ${RUN}`,
    `(type $bytes (array (mut i8))) (func (drop (array.new_default $bytes (i32.const 9)))) ${RUN}`,
    `(tag $chain (param exnref)) ${RUN}`,
  ];
  for (const text of exotic) {
    const [code, message] = refusal(text);
    assert.ok(code === 'ERR_LIMIT' || /does not compile/.test(message), `${text}: ${message}`);
  }
});

test('attacks: a core module of more sections than any has is refused', () => {
  const core = coreOf(RUN);
  const many = Buffer.concat([core, Buffer.alloc(400_000, Uint8Array.of(0, 2, 1, 0x61))]); // custom sections named `a`
  assert.throws(
    () => readProgram(componentOf(many)),
    (error: unknown) => error instanceof ComponentError && error.code === 'ERR_MALFORMED',
  );
});

test('attacks: run may be an import, which does what it does', () => {
  assert.is(exitCode('(func $run (result i32) (drop (call $network)) (i32.const 0))'), 0);
  assert.is(exitCode('(export "wasi:cli/run@0.2.0#run" (func $network))'), 1);
});

test.run();
