import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { environment } from '../../../../host/wasi/cli/command.ts';
import { fakeGuest, testHost, type TestHost, wordsAt } from '../../hosts.ts';

const RESULT = 64;

/** Reads a list of strings, or of pairs of them, whose place and length are in the result. */
function strings({ memory }: TestHost, perItem: number): string[] {
  const [list, items] = wordsAt(memory, RESULT, 2) as [number, number];
  return Array.from({ length: items * perItem }, (_, i) => {
    const [pointer, bytes] = wordsAt(memory, list + 8 * i, 2) as [number, number];
    return Buffer.from(memory.bytes.subarray(pointer, pointer + bytes)).toString();
  });
}

function callsOf(host: TestHost): Record<string, (result: number) => void> {
  host.memory.attach(fakeGuest());
  return environment(host) as never;
}

const test = suite('environment');

test('environment: the guest gets its command line', () => {
  const host = testHost(['a.wasm', '', 'zwei ä']);
  callsOf(host)['get-arguments']!(RESULT);
  assert.equal(strings(host, 1), ['a.wasm', '', 'zwei ä']);
});

test('environment: the guest sees the variables that it is given, and else none', () => {
  const host = testHost();
  host.env = { ONE: '1', EMPTY: '', GREETING: 'hi = ä' };
  callsOf(host)['get-environment']!(RESULT);
  assert.equal(strings(host, 2), ['ONE', '1', 'EMPTY', '', 'GREETING', 'hi = ä']);
  const bare = testHost();
  callsOf(bare)['get-environment']!(RESULT);
  assert.equal(strings(bare, 2), []);
});

test.run();
