/** What the command line says, run as a program. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));
const ECHO = `${dist}echo.wasm`;
const HINT = (flag: string): string =>
  `as-selectors: ${flag} follows the file, so that the component got it: it goes before\n`;

const test = suite('run command');

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [`${dist}host/cli/main.js`, ...args], { encoding: 'utf8' });
}

test('run: a mistyped command is told in one line', () => {
  const { status, stderr } = run('ehco');
  assert.equal(
    [status, stderr],
    [2, 'as-selectors: unknown command ehco; did you mean echo? See as-selectors --help.\n'],
  );
});

test('run: a permission after the file gets a hint when all has failed', () => {
  const { status, stderr } = run('run', ECHO, '--allow-listen', 'localhost:0');
  assert.is(status, 2);
  assert.ok(stderr.endsWith(HINT('--allow-listen')), stderr);
});

for (const command of ['run', 'serve', 'demo', 'build']) {
  test(`run: ${command} --help is on standard output, and about it`, () => {
    const { status, stdout, stderr } = run(command, '--help');
    assert.equal([status, stderr], [0, '']);
    assert.match(stdout, new RegExp(`^as-selectors ${command === 'serve' ? 'run' : command}: `));
  });
}

test.run();
