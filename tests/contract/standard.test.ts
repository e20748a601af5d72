/** What a server may use of AssemblyScript's standard library: what that takes from its host is there, on each. */
import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { compileGuest } from './guest.ts';
import { HOSTS, type Host } from './hosts.ts';

const OUTPUT = [
  /^log$/,
  /^info$/,
  /^debug$/,
  /^timer: \d+\.\d{3}ms$/,
  /^now 2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  /^not before true$/,
  /^date 14706007$/,
  /^random true$/,
  /^bytes true$/,
  /^clocks true$/,
];
const ERRORS = ['warn', 'error', 'Assertion failed: nine arguments', 'No such label: timer'];

/** Runs the guest; returns its exit code and its lines of output and errors. */
async function run(
  host: Host,
  ...args: string[]
): Promise<{ code: number | null; out: string[]; err: string[] }> {
  const [program, ...others] = host.run(await compileGuest('tests/contract/guests/standard', host.version));
  const GREETING = 'hello';
  if (host.name.startsWith('wasmtime'))
    others.splice(others.indexOf('run') + 1, 0, '--env', `GREETING=${GREETING}`);
  const env = { ...process.env, GREETING };
  const { status, stdout, stderr } = spawnSync(program!, [...others, ...args], { env, encoding: 'utf8' });
  const [out, err] = [stdout, stderr].map((text) => text.trimEnd().split('\n'));
  return { code: status, out: out!, err: err! };
}

for (const host of HOSTS) {
  const test = suite(`standard library on ${host.name}`);

  test('standard: console, Date, Math.random, crypto, process and performance mean what they do elsewhere', async () => {
    const { code, out, err } = await run(host, '0', 'two words', 'three');
    assert.is(code, 0);
    OUTPUT.forEach((pattern, i) => assert.match(out[i]!, pattern));
    assert.equal(out.slice(OUTPUT.length), [
      'argv 0 two words three',
      'args 0 two words three',
      'GREETING hello hello',
      'missing true',
    ]);
    assert.equal(err.slice(0, 4), ERRORS);
    assert.match(err[4]!, /^trace: traced 1\.0, ?2\.5$/);
    assert.is(err.length, 5);
  });

  test('standard: the number that run returns is the exit code, where WASI has such', async () => {
    const hasCodes = host.usageExitCode === 2;
    assert.is((await run(host, '1')).code, 1);
    assert.is((await run(host, '7')).code, hasCodes ? 7 : 1);
    assert.is((await run(host, '255')).code, hasCodes ? 255 : 1);
    assert.is((await run(host, '256')).code, 1);
    assert.is((await run(host, '-1')).code, 1);
    assert.is((await run(host, 'exit')).code, hasCodes ? 5 : 1);
  });

  test.run();
}
