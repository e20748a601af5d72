import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const CLI = fileURLToPath(new URL('../../../dist/host/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-command-'));
writeFileSync(join(folder, 'server.ts'), 'export function run(): i32 { return 0; }\n');

const test = suite('build command');
test.after(() => rmSync(folder, { recursive: true }));

/** Runs `as-selectors build`. */
function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [CLI, 'build', ...args], { cwd: folder, encoding: 'utf8' });
}

const WRONG: [args: string[], status: number, message: string][] = [
  [[], 2, 'build needs a source file. See as-selectors build --help.'],
  [['server.ts', '--fast'], 2, `Unknown option '--fast'. See as-selectors build --help.`],
  [['server.ts', '--ouput', 'a.wasm'], 2, `Unknown option '--ouput'; did you mean --output? See as-selectors build --help.`],
  [['server.ts', '-o'], 2, `Option '-o, --output <value>' argument missing. See as-selectors build --help.`],
  [['server.ts', '--wasi', '0.4'], 2, 'there is no build for WASI 0.4: expected 0.2 or 0.3. See as-selectors build --help.'],
  [['server.js'], 2, 'server.js is not an AssemblyScript source: its name must end with .ts. See as-selectors build --help.'],
  [['server.ts', 'more.ts'], 2, 'unexpected argument more.ts: build takes one source file, which imports the others. See as-selectors build --help.'],
  [['none.ts'], 1, 'none.ts: no such file'],
  [['server.ts', '--transform', 'not-here/transform'], 1, 'the transform not-here/transform is not there: npm install not-here'],
  [['server.ts', '--transform', './no.mjs'], 1, 'the transform ./no.mjs is not there: no such file'],
]; // prettier-ignore
for (const [args, status, message] of WRONG) {
  test(`build ${args.join(' ')}: one line, exit code ${status}`, () => {
    const ended = run(...args);
    assert.is(ended.stderr, `as-selectors: ${message}\n`);
    assert.is(ended.stdout, '');
    assert.is(ended.status, status);
  });
}

test('build: says what it built, on standard error', () => {
  const { status, stdout, stderr } = run('server.ts', '--output', 'mine.wasm', '--debug');
  assert.match(stderr, /^built mine\.wasm, \d+\.\d KiB, for WASI 0\.2\n$/);
  assert.is(stdout, '');
  assert.is(status, 0);
});

test('build --help: is on standard output', () => {
  const { status, stdout, stderr } = run('--help');
  assert.match(stdout, /^ {2}as-selectors build SERVER\.ts/m);
  assert.is(stderr, '');
  assert.is(status, 0);
});

test.run();
