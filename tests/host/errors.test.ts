import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toError } from '../../host/errors.ts';

const test = suite('errors');
const PANIC = `thread 'main' (1) panicked at src/main.rs:7:20:\nno such \u001bword\nnote: run with RUST_BACKTRACE=1\n`;

function messageOf(message: string, stderrTail: string): string {
  return toError({ kind: 'trap', message }, { file: 'a.wasm', exitCode: 134, stderrTail }).message;
}

test('errors: a trap after a panic says where that was and why, in one line', () => {
  const earlier = "thread 'main' panicked at src/main.rs:1:1:\ncaught\n";
  assert.is(
    messageOf('unreachable', earlier + PANIC),
    'a.wasm trapped: panic at src/main.rs:7:20: no such \\u{1b}word',
  );
});

test('errors: any other trap says what it was', () => {
  assert.is(messageOf('unreachable', 'oh no\n'), 'a.wasm trapped: unreachable');
  assert.is(messageOf('handle 7 is not one', PANIC), 'a.wasm trapped: handle 7 is not one');
});

test.run();
