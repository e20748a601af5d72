import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../support/client.ts';
import { HOSTS, Running, startServer, withServer } from './hosts.ts';

const BAD: [args: string[], message: RegExp][] = [
  [['--foo'], /^echo: unknown option --foo\. See echo --help\.$/],
  [['extra'], /^echo: unexpected argument extra\./],
  [[''], /^echo: unexpected argument \./],
  [['--listen'], /^echo: --listen needs a value\./],
  [['--listen', 'nonsense'], /^echo: --listen nonsense: expected HOST:PORT/],
  [['--listen='], /^echo: --listen : expected HOST:PORT/],
  [['--listen', '127.0.0.1:99999'], /^echo: --listen 127\.0\.0\.1:99999: the port must be a number from 0/],
  [['--listen', '127.0.0.1:-1'], /the port must be a number/],
  [['--listen', '256.0.0.1:80'], /HOST must be an IPv4 address/],
  [['--listen', '::1:80'], /HOST must be an IPv4 address/],
  [['--listen', 'ünïcödé:80'], /^echo: --listen ünïcödé:80: HOST must be/],
  [['--max-connections', '0'], /^echo: --max-connections 0: expected a number from 1 to 16384/],
  [['--max-connections', '99999999999'], /expected a number from 1 to 16384/],
];

async function run(
  command: string[],
): Promise<{ code: number | NodeJS.Signals; output: string; errors: string[] }> {
  const running = new Running(command);
  const code = await within(running.exitCode, 'the end of a command that can not go on');
  return { code, output: running.output, errors: running.errorLines };
}

for (const host of HOSTS) {
  const test = suite(`command line on ${host.name}`);

  for (const [args, message] of BAD) {
    test(`command line: ${JSON.stringify(args.join(' '))} gets one clear line and the exit code`, async () => {
      const { code, errors } = await run([...host.command('echo'), ...args]);
      assert.is(code, host.usageExitCode);
      assert.is(errors.length, 1, errors.join('\n'));
      assert.match(errors[0]!, message);
    });
  }

  test('command line: --help and --version answer on standard output and end well', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const help = await run([...host.command('blocking-echo'), '--help']);
    assert.is(help.code, 0);
    assert.match(help.output, /^blocking-echo: .*\n\n {2}--listen HOST:PORT/);
    assert.match(help.output, /localhost:9000/);
    assert.equal(await run([...host.command('blocking-echo'), '-h']), help);
    assert.equal(await run([...host.command('echo'), '--version']), {
      code: 0,
      output: `echo ${version}\n`,
      errors: [],
    });
  });

  test('command line: a port in use is named, with what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, errors } = await run([...host.command('echo'), '--listen', `127.0.0.1:${port}`]);
    other.close();
    assert.is(code, 1);
    assert.is(errors.length, 1, errors.join('\n'));
    assert.match(
      errors[0]!,
      new RegExp(`^echo: can't listen on 127.0.0.1:${port}: address in use\\. .*--listen`),
    );
  });

  test('command line: an address of no machine is named', async () => {
    const { code, errors } = await run([...host.command('echo'), '--listen', '192.0.2.1:0']);
    assert.is(code, 1);
    assert.match(errors[0]!, /^echo: can't listen on 192\.0\.2\.1:0: no such address on this machine\./);
  });

  test(
    'command line: localhost is 127.0.0.1 and ::1 on the same port, and the readiness lines say so',
    withServer(host, ['--listen', 'localhost:0'], async (server) => {
      const { port } = server;
      for (const address of ['127.0.0.1', '::1']) {
        const client = await Client.connect(port, address);
        assert.is(await client.echo('hello'), 'hello');
      }
      assert.equal(server.errorLines.slice(0, 3), [
        `Listening on 127.0.0.1:${port}`,
        `Listening on [::1]:${port}`,
        `Server (multiplex) running on port ${port}...`,
      ]);
    }),
  );

  test('command line: --listen may be repeated', async () => {
    const server = await startServer(host, 'echo', '--listen', '127.0.0.1:0', '--listen=127.0.0.1:0');
    try {
      const ports = server.errorLines.slice(0, 2).map((line) => Number(line.split(':').pop()));
      assert.is.not(ports[0], ports[1]);
      for (const port of ports) {
        const client = await Client.connect(port);
        assert.is(await client.echo('hello'), 'hello');
      }
    } finally {
      await server.kill();
    }
  });

  test.run();
}
