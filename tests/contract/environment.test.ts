/** What variables of the environment set, on each host: they are flags of another form. */
import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HOSTS, type Host } from './hosts.ts';

const USUAL = { AS_SELECTORS_LISTEN: '127.0.0.1:0', AS_SELECTORS_DRAIN_ON_EOF: '1' };
const LISTENING = /^Listening on 127\.0\.0\.1:\d+$/;

/** Runs `lines`, whose standard input is at its end; returns its exit code and what it has logged. */
function run(host: Host, variables: Record<string, string>, ...args: string[]): [number | null, string[]] {
  const [program, ...others] = host.command('lines');
  if (host.name.startsWith('wasmtime')) {
    const flags = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
    others.splice(others.indexOf('run') + 1, 0, ...flags);
  }
  const env = { ...process.env, ...variables };
  const { status, stderr } = spawnSync(program!, [...others, ...args], { env, input: '', encoding: 'utf8' });
  return [status, stderr.trimEnd().split('\n')];
}

for (const host of HOSTS) {
  const test = suite(`environment on ${host.name}`);

  test('environment: a variable is the flag of its name, and several addresses have commas between them', () => {
    const [code, lines] = run(host, { ...USUAL, AS_SELECTORS_LISTEN: '127.0.0.1:0,127.0.0.1:0' });
    assert.is(code, 0, lines.join('\n'));
    assert.is(lines.filter((line) => LISTENING.test(line)).length, 2);
  });

  test('environment: addresses on the command line stand in place of those of the environment', () => {
    const [code, lines] = run(host, { ...USUAL, AS_SELECTORS_LISTEN: 'nonsense' }, '--listen', '127.0.0.1:0');
    assert.is(code, 0, lines.join('\n'));
    assert.is(lines.filter((line) => LISTENING.test(line)).length, 1);
  });

  test('environment: a flag without a value is set by 1 or true, and not by 0, false or nothing', () => {
    const switches = { AS_SELECTORS_REFUSE: 'true', AS_SELECTORS_HELP: '0', AS_SELECTORS_VERSION: '' };
    const [code, lines] = run(host, { ...USUAL, ...switches, AS_SELECTORS_QUIET: 'false' });
    assert.is(code, 0, lines.join('\n'));
    assert.match(lines[0]!, LISTENING);
  });

  for (const [name, value, problem] of [
    ['AS_SELECTORS_FOO', '1', /^lines: unknown option --foo\. /],
    ['AS_SELECTORS_QUIET', 'very', /^lines: unknown option --quiet=very\. /],
    ['AS_SELECTORS_MAX_CONNECTIONS', '-1', /^lines: --max-connections -1: expected a number /],
  ] as const) {
    test(`environment: ${name}=${value} gets one clear line`, () => {
      const [code, lines] = run(host, { ...USUAL, [name]: value });
      assert.is(code, host.usageExitCode);
      assert.match(lines[0]!, problem);
      assert.is(lines.length, 1);
    });
  }

  test.run();
}
