import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readProgram } from '../../../host/component/read-program.ts';
import { GuestTrap } from '../../../host/guest/instance.ts';
import { InlineGuest } from '../../../host/runners/inline.ts';
import { hostile } from './wat.ts';

const test = suite('attacks: catching, on the thread of the program');

function guest(text: string): InlineGuest {
  return new InlineGuest(readProgram(hostile(text)), { args: ['guest'] });
}

const STUBBORN = `(func $run (result i32) (loop $again
  (try (do (call $block (call $after (i64.const 3600000000000)))) (catch_all))
  (br $again)) (i32.const 0))`;

test('attacks: a guest that catches what is to stop it is stopped, and the program goes on', async () => {
  const stubborn = guest(STUBBORN);
  await new Promise((resolve) => setTimeout(resolve, 5));
  stubborn.stop();
  assert.is(await stubborn.finished, 0);
});

test('attacks: a guest that catches a trap can neither wait nor end well after it', async () => {
  for (const after of ['', '(call $block (call $after (i64.const 0)))', '(call $exit (i32.const 0))']) {
    const trapping = guest(`(func $run (result i32)
      (try (do (call $dropPollable (i32.const 99))) (catch_all)) ${after} (i32.const 0))`);
    const error = await trapping.finished.catch((reason: unknown) => reason);
    assert.instance(error, GuestTrap);
    assert.is((error as Error).message, 'handle 99 is not a Pollable');
  }
});

test('attacks: a guest that catches a trap of a call that waits is never resumed', async () => {
  const trapping = guest(`(func $run (result i32) (loop $again
    (try (do (call $block (i32.const 99))) (catch_all)) (br $again)) (i32.const 0))`);
  const error = await trapping.finished.catch((reason: unknown) => reason);
  assert.instance(error, GuestTrap);
});

test.run();
