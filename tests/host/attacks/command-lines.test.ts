import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../../support/client.ts';
import { randomCommandLine } from './command-words.ts';

/** More by hand: `COMMAND_LINES=300 node --import tsx tests/host/attacks/command-lines.test.ts`. */
const COUNT = Number(process.env['COMMAND_LINES'] ?? 20);
const CLI = fileURLToPath(new URL('../../../dist/host/cli/main.js', import.meta.url));
const LISTENS = /^Listening on /m;

const test = suite('attacks on command lines');

test(`command lines: ${COUNT} from seeds end with 0, 1 or 2 and at most one printable line, or serve until they are drained`, async () => {
  const codes = [0, 0, 0];
  for (let seed = 1; seed <= COUNT; seed++) {
    const args = randomCommandLine(seed);
    const what = `${seed}: ${JSON.stringify(args).slice(0, 200)}`;
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let answered = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (!LISTENS.test(said) && LISTENS.test(said + text)) child.kill('SIGTERM'); // drains
      said += text;
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (answered += text));
    const [code, signal] = (await within(once(child, 'close'), `the end of ${what}`)) as [
      number,
      string | null,
    ];
    assert.is(signal, null, what);
    assert.ok(code >= 0 && code <= 2, `${code} of ${what}`);
    codes[code]!++;
    if (LISTENS.test(said)) continue;
    assert.not.match(said, /node:internal|^ {4}at /m, what);
    const lines = said.split('\n').filter((line) => line !== '');
    assert.is(lines.length, code === 0 ? 0 : 1, `${what}\n${said}`);
    assert.is(code === 0, answered !== '', what);
    if (said.startsWith('as-selectors: ')) assert.not.match(said.trimEnd(), /[\p{Cc}\p{Cf}\p{Zl}]/u, what);
  }
  console.log(`  codes 0, 1, 2: ${codes.join(', ')}`);
});

test.run();
