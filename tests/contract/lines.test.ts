import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../support/client.ts';
import { HOSTS, Running, withServer } from './hosts.ts';

/** More than a client may have unanswered: what the OS, the host and the loop keep for it. */
const FLOOD_BYTES = 40 * 2 ** 20;

for (const host of HOSTS) {
  const test = suite(`lines on ${host.name}`);

  test(
    'lines: each is answered with its number, however the bytes come',
    withServer(
      host,
      [],
      async ({ port }) => {
        const client = await Client.connect(port);
        client.send('one\nt');
        assert.is((await client.receive(6)).toString(), '1 one\n');
        client.send('wo\n\n');
        assert.is((await client.receive(9)).toString(), '2 two\n3 \n');
        client.send('last');
        client.end();
        assert.is((await client.rest()).toString(), '4 last\n');
      },
      'lines',
    ),
  );

  test(
    'lines: "quit" is answered, and then the connection ends',
    withServer(
      host,
      [],
      async ({ port }) => {
        const client = await Client.connect(port);
        client.send('a\nquit\nb\n');
        assert.is((await client.rest()).toString(), '1 a\nbye\n');
        client.end();
      },
      'lines',
    ),
  );

  test(
    'lines: one that is too long is told so, and ends the connection',
    withServer(
      host,
      [],
      async ({ port }) => {
        const client = await Client.connect(port);
        client.send('x'.repeat(4096) + '\n');
        assert.is((await client.receive(4099)).length, 4099);
        client.send('x'.repeat(4097));
        assert.is((await client.rest()).toString(), 'line too long\n');
        client.end();
      },
      'lines',
    ),
  );

  test(
    'lines: a client that sends without end and reads nothing holds up only itself, and loses nothing',
    withServer(
      host,
      ['--quiet'],
      async ({ port }) => {
        const flooder = await Client.connect(port);
        const line = 'x'.repeat(1000) + '\n';
        const count = Math.floor(FLOOD_BYTES / line.length);
        flooder.socket.pause();
        flooder.send(line.repeat(count));
        flooder.end();
        const other = await Client.connect(port);
        for (let i = 1; i <= 100; i++) {
          other.send('hello\n');
          const answer = `${i} hello\n`;
          assert.is((await other.receive(answer.length)).toString(), answer);
        }
        flooder.socket.resume();
        const answers = (await flooder.rest()).toString().split('\n');
        assert.is(answers.length, count + 1);
        assert.ok(answers.slice(0, -1).every((answer, i) => answer === `${i + 1} ${line.trimEnd()}`));
        other.end();
      },
      'lines',
    ),
  );

  test(
    'lines: at the limit of connections new ones are closed at once, where that is asked for, and it says so once',
    withServer(
      host,
      ['--max-connections', '1', '--refuse'],
      async (server) => {
        const first = await Client.connect(server.port);
        first.send('a\n');
        await first.receive(4);
        for (let i = 0; i < 3; i++) {
          const refused = await Client.connect(server.port);
          assert.is((await refused.rest().catch(() => Buffer.alloc(0))).length, 0);
        }
        first.reset();
        await server.line(/^Client disconnected: /);
        const next = await Client.connect(server.port);
        next.send('b\n');
        assert.is((await next.receive(4)).toString(), '1 b\n');
        assert.is(server.errorLines.filter((line) => line.includes('new clients are refused')).length, 1);
        next.end();
      },
      'lines',
    ),
  );

  test(
    'lines: a client that says nothing is seen off after --idle-timeout',
    withServer(
      host,
      ['--idle-timeout', '1'],
      async ({ port }) => {
        const client = await Client.connect(port);
        client.send('a\n');
        assert.is((await client.rest()).toString(), '1 a\n');
        client.end();
      },
      'lines',
    ),
  );

  test('lines: with --drain-on-eof the end of standard input lets clients finish, says so, and ends with 0', async () => {
    const command = [...host.command('lines'), '--listen', '127.0.0.1:0', '--drain-on-eof'];
    const server = new Running(command, undefined, 'pipe');
    try {
      const port = Number((await server.line(/on port (\d+)/))[1]);
      const client = await Client.connect(port);
      client.send('a\n');
      await client.receive(4);
      client.send('b\n');
      server.endInput();
      assert.is((await client.rest()).toString(), '2 b\n');
      client.end();
      assert.is(await within(server.exitCode, 'the end after a drain'), 0);
      assert.is(server.errorLines.at(-1), 'Drained: 1 connections finished, 0 cut off');
    } finally {
      await server.kill();
    }
  });

  for (const args of [
    ['--idle-timeout', 'soon'],
    ['--drain-timeout', '-1'],
    ['--idle-timeout'],
    ['--refuse=no'],
  ]) {
    test(`lines: "${args.join(' ')}" is told what is wrong`, async () => {
      const server = new Running([...host.command('lines'), ...args]);
      assert.is(await within(server.exitCode, 'the end of a bad command line'), host.usageExitCode);
      assert.match(
        server.errorLines[0]!,
        new RegExp(`^lines: .*${args[0]!.split('=')[0]!}.*\\. See lines --help\\.$`),
      );
    });
  }

  test.run();
}
