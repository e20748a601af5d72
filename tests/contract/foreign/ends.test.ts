/** How programs in Rust end, on each engine of the Node host: what they say, and their exit codes. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../../support/client.ts';
import { compileRustFile, missingRust } from '../../support/rust.ts';
import { HOSTS, Running } from '../hosts.ts';

const ENDS: [how: string, what: string, exitCode: number, said: RegExp][] = [
  ['ok', 'main that returns ends with 0 and says nothing', 0, /^$/],
  ['exit', 'exit with a code other than 0 ends with 1, which is all that its library passes on', 1, /^$/],
  ['error', 'main that returns an error says it and ends with 1', 1, /^Error: "it did not work"$/],
  [
    'panic',
    'a panic is told in one line',
    134,
    /ends\.wasm trapped: panic at .*ends\.rs:\d+:\d+: no such word$/,
  ],
  [
    'thread',
    'a thread of its own is refused in one line',
    134,
    / trapped: panic at .*: failed to spawn thread: .*unsupported/i,
  ],
];

const missing = missingRust();
if (missing !== undefined) console.log(`left out, how programs in Rust end: ${missing}`);
else {
  const file = compileRustFile('ends.rs');
  for (const host of HOSTS.filter(({ name }) => name.startsWith('node'))) {
    const test = suite(`ends in Rust on ${host.name}`);
    for (const [how, what, exitCode, said] of ENDS)
      test(`foreign: ${what}`, async () => {
        const program = new Running([...host.run(file), how]);
        assert.is(await within(program.exitCode, 'its end'), exitCode);
        assert.match(program.errorLines.at(-1) ?? '', said);
      });
    test.run();
  }
}
