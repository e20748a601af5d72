import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../../support/client.ts';
import { failureOf, openFiles, serve, until } from '../embedding/api.ts';
import { hostile } from './wat.ts';

const test = suite('attacks: stopping');

const FOREVER = '(loop $again (br $again))';
const STUBBORN: [what: string, text: string][] = [
  ['loops for ever', `(func $run (result i32) ${FOREVER} (i32.const 0))`],
  [
    'loops for ever in its cabi_realloc',
    `(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) ${FOREVER} (i32.const 64))
     (func $run (result i32) (call $random (i64.const 9) (i32.const 64)) (i32.const 0))`,
  ],
  [
    'catches what is to stop it, without end',
    `(func $run (result i32) (loop $again
       (try (do (call $block (call $after (i64.const 3600000000000)))) (catch_all)) (br $again)) (i32.const 0))`,
  ],
  [
    'makes and drops timers without end',
    `(func $run (result i32) (loop $again (call $dropPollable (call $after (i64.const 0))) (br $again)) (i32.const 0))`,
  ],
  [
    'polls a hundred thousand times the same, without end',
    `(memory (export "memory") 20) (func $run (result i32) (local $i i32) (local $timer i32)
       (local.set $timer (call $after (i64.const 0)))
       (loop $fill
         (i32.store (i32.add (i32.const 524288) (i32.shl (local.get $i) (i32.const 2))) (local.get $timer))
         (br_if $fill (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100000))))
       (loop $again (global.set $next (i32.const 4096))
         (call $poll (i32.const 524288) (i32.const 100000) (i32.const 64)) (br $again)) (i32.const 0))`,
  ],
];
for (const [what, text] of STUBBORN) {
  test(`attacks: a guest that ${what} is stopped`, async () => {
    const files = openFiles();
    const server = serve(hostile(text));
    void server.ready.catch(() => {});
    await until(() => openFiles() > files, 'its thread');
    await within(server.stop(), 'the end');
    assert.is((await server.finished).reason, 'stopped');
  });
}

const ENDING: [what: string, text: string, message: RegExp][] = [
  [
    'recurses without end, through the host and back',
    '(func $run (result i32) (drop (call $now)) (drop (call $run)) (i32.const 0))',
    /trapped: Maximum call stack size exceeded$/,
  ],
  [
    'throws',
    '(tag $oops) (func $run (result i32) (throw $oops))',
    /trapped: it threw an exception that it did not catch$/,
  ],
  [
    'makes timers without end',
    '(func $run (result i32) (loop $more (drop (call $after (i64.const -1))) (br $more)) (i32.const 0))',
    /trapped: it holds 100000 handles, which is its limit$/,
  ],
];
for (const [what, text, message] of ENDING) {
  test(`attacks: a guest that ${what} traps, and nothing of it stays open`, async () => {
    const files = openFiles();
    const error = await failureOf(serve(hostile(text)).finished);
    assert.is(error['code'], 'ERR_GUEST_TRAP');
    assert.match(error.message, message);
    await until(() => openFiles() <= files, 'all is closed');
  });
}

test.run();
