/** The demo in the terminal: at the blocking server the clients wait for the first one, and the lines fit where they are shown. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const CLI = fileURLToPath(new URL('../../../dist/host/cli/main.js', import.meta.url));
const COMMAND = [process.execPath, CLI, 'demo'];
/** Runs it where it has a terminal. */
const IN_TERMINAL = ['script', '-qec', COMMAND.join(' '), '/dev/null'];
const COLOR = '\u001B[';
const run = promisify(execFile);

// How the tests themselves are run has no say: CI and NO_COLOR, for example, take colours away.
const { PATH, HOME } = process.env;

const test = suite('demo: terminal');

async function outputOf([program, ...args]: string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run(program!, args, { env: { PATH, HOME, TERM: 'xterm-256color', ...env } });
  return stdout;
}

/** Tells whether a text comes before another one. */
function comesBefore(output: string, first: string, second: string): boolean {
  return output.includes(first) && output.indexOf(first) < output.indexOf(second);
}

test('at the blocking server B waits until A has left, at the other one it does not; in 60 columns, in colour in a terminal only', async () => {
  const [plain, colored, uncolored] = await Promise.all([
    outputOf(COMMAND),
    outputOf(IN_TERMINAL),
    outputOf(IN_TERMINAL, { NO_COLOR: '1' }),
  ]);
  const [, blocking, multiplexed] = plain!.split(/^(?:Blocking|Multiplexed): .*echo under Node$/m);
  assert.ok(comesBefore(blocking!, 'leaves', '< I am B'));
  assert.ok(comesBefore(multiplexed!, '< I am B', 'leaves'));
  assert.ok(Math.max(...plain!.split('\n').map(({ length }) => length)) <= 60);
  assert.is(plain!.includes(COLOR), false);
  assert.ok(colored!.includes(COLOR));
  assert.is(uncolored!.includes(COLOR), false);
});

test('a demo that there is not is a wrong command line', async () => {
  const failure = await run(process.execPath, [CLI, 'demo', 'film']).catch((error) => error);
  assert.is(failure.code, 2);
  assert.match(failure.stderr, 'unexpected argument film: demo takes one of terminal, web. See');
});

test.run();
