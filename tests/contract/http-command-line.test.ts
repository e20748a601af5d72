/** What the shipped HTTP server says to a wrong command line, on each host. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../support/client.ts';
import { HOSTS, Running } from './hosts.ts';

const NUMBERS = [
  '--header-timeout',
  '--body-timeout',
  '--keep-alive-timeout',
  '--max-header-bytes',
  '--max-body-bytes',
  '--max-connections',
];
const NO_NUMBERS = ['soon', '-1', '+1', '1.5', '0x10', '1e3', '', ' 1', '99999999999999999999'];

/** There is no TLS here; it names what to put in front. */
const NO_TLS = /^http: --(?:tls|cert).*\bTLS\b.*(?:nginx|Caddy|HAProxy|stunnel)/i;

/** All that is no number for one flag, a few for the others: each case is a process. */
const BAD_NUMBERS: [flag: string, value: string][] = [
  ...NO_NUMBERS.map((value): [string, string] => ['--header-timeout', value]),
  ...NUMBERS.slice(1).map((flag, i): [string, string] => [flag, ['-1', 'many'][i % 2]!]),
  ['--max-body-bytes', '99999999999999999999'],
];

const BAD: [args: string[], message: RegExp][] = [
  ...BAD_NUMBERS.map(([flag, value]): [string[], RegExp] => [
    [flag, value],
    new RegExp(`^http: ${flag} ${value.replaceAll(/[+.]/g, String.raw`\$&`)}: expected a number`),
  ]),
  [['--keep-alive-timeout'], /^http: --keep-alive-timeout needs a value/],
  [['--max-connections', '0'], /^http: --max-connections 0: expected a number from 1/],
  [['--max-header-bytes', '0'], /^http: --max-header-bytes 0: expected a number/],
  [['--max-header-bytes', '1'], /^http: --max-header-bytes 1: expected a number/],
  [['--access-log', 'xml'], /^http: --access-log xml: expected .*json/],
  [['--access-log'], /^http: --access-log needs a value/],
  [['--root'], /^http: --root needs a value/],
  [['--foo'], /^http: unknown option --foo\. See http --help\.$/],
  [['extra'], /^http: unexpected argument extra\./],
  [['--listen', 'nonsense'], /^http: --listen nonsense: expected HOST:PORT/],
  [['--tls-cert', 'cert.pem'], NO_TLS],
  [['--certificate=cert.pem'], NO_TLS],
  [['--tls-key'], NO_TLS],
  [['--tls'], NO_TLS],
];

for (const host of HOSTS) {
  const test = suite(`http command line on ${host.name}`);
  const outcomes = new Map<string[], Promise<[number | NodeJS.Signals, string[]]>>();

  async function run(args: string[]): Promise<[number | NodeJS.Signals, string[]]> {
    const running = new Running([...host.command('http'), ...args]);
    try {
      return [await within(running.exitCode, 'the end of a bad command line'), running.errorLines];
    } catch (error) {
      await running.kill();
      throw error;
    }
  }

  test.before(async () => {
    // Each is a process: a few at a time.
    const left = BAD.map(([args]) => args);
    const worker = async (): Promise<void> => {
      for (let args = left.shift(); args; args = left.shift()) {
        outcomes.set(args, run(args));
        await outcomes.get(args)!.catch(() => {});
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
  });

  for (const [args, message] of BAD) {
    test(`http: ${JSON.stringify(args.join(' '))} gets one clear line and the exit code`, async () => {
      const [code, errors] = await outcomes.get(args)!;
      assert.is(errors.length, 1, errors.join('\n'));
      assert.match(errors[0]!, message);
      assert.is(code, host.usageExitCode);
    });
  }

  test('http: a root that is not there gets one clear line and an exit code', async () => {
    const [code, errors] = await run(['--listen', '127.0.0.1:0', '--root', '/no/such/folder']);
    assert.is(code, host.name.startsWith('node') ? 2 : 1); // the Node host looks at the folders that it is to offer first
    assert.match(errors.at(-1)!, /^(http|as-selectors): .*\/no\/such\/folder/);
    assert.is(errors.length, 1, errors.join('\n'));
  });

  test.run();
}
