/** What a chat does at its bounds, and what its flags say. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../support/client.ts';
import { LineTalker, SocketTalker, startChat } from './chat-client.ts';
import { HOSTS, Running } from './hosts.ts';

const CROWD = 1000;
const NOTICE = /^-- (\S+ has (come|left)|\d+ came)/;

const BAD: [args: string[], message: RegExp][] = [
  [['--rate', '-1'], /^chat: --rate -1: expected a number from 0 to 100000\. See chat --help\.$/],
  [['--max-line-bytes', '63'], /^chat: --max-line-bytes 63: expected a number from 64 to 16384\./],
  [['--max-queue-bytes', 'x'], /^chat: --max-queue-bytes x: expected a number from 65536 to 4194304\./],
  [['--max-rooms', '0'], /^chat: --max-rooms 0: expected a number from 1 to 100000\./],
  [['--listen-http', 'nowhere'], /^chat: --listen-http nowhere: expected HOST:PORT/],
  [['--listen-http', 'off', '--listen-http', '[::1]:0'], /^chat: --listen-http off goes with no address\./],
  [['--origin', 'example.com'], /^chat: --origin example\.com: expected an origin such as /],
  [['--origin'], /^chat: --origin needs a value\./],
];

for (const host of HOSTS) {
  const test = suite(`bounds of the chat on ${host.name}`);

  test(`chat: ${CROWD} clients in one room all get every line in order, and are told of few who come`, async () => {
    const server = await startChat(host, '--quiet', '--rate', '0');
    try {
      const talkers: LineTalker[] = [];
      while (talkers.length < CROWD)
        talkers.push(
          ...(await Promise.all(Array.from({ length: 50 }, () => LineTalker.connect(server.port)))),
        );
      const lines = Array.from({ length: 20 }, (_, i) => `speaker: ${i}`);
      await talkers[0]!.ask('/nick speaker', /is now speaker$/);
      for (const [i] of lines.entries()) talkers[0]!.say(String(i));
      await Promise.all(talkers.map((talker) => talker.line(/^speaker: 19$/)));
      for (const { all } of talkers)
        assert.equal(
          all.filter((line) => line.startsWith('speaker: ')),
          lines,
        );
      const notices = talkers[0]!.all.filter((line) => NOTICE.test(line));
      assert.ok(notices.length < CROWD / 2, `${notices.length} notices`);
      for (const talker of talkers) talker.leave();
    } finally {
      await server.kill();
    }
  });

  test('chat: what a client sends too fast waits, comes whole and in order, and lets others speak between', async () => {
    const server = await startChat(host, '--rate', '100');
    try {
      const flooder = await LineTalker.connect(server.port, 'flooder');
      const fast = await SocketTalker.connect(server.httpPort, 'fast');
      const other = await LineTalker.connect(server.port, 'other');
      const lines = Array.from({ length: 240 }, (_, i) => String(i));
      flooder.say(lines.join('\n'));
      for (const line of lines) fast.say(line);
      await other.line(/^flooder: 0$/);
      other.say('now me');
      await other.line(/^flooder: 239$/);
      if (!other.all.includes('fast: 239')) await other.line(/^fast: 239$/);
      for (const name of ['flooder', 'fast'])
        assert.equal(
          other.all.filter((line) => line.startsWith(`${name}: `)),
          lines.map((line) => `${name}: ${line}`),
        );
      assert.ok(other.all.indexOf('other: now me') < other.all.indexOf('flooder: 239'));
      assert.ok(other.all.indexOf('other: now me') < other.all.indexOf('fast: 239'));
    } finally {
      await server.kill();
    }
  });

  test('chat: pages of its own and of named origins may open WebSockets, and others not', async () => {
    const server = await startChat(host, '--origin', 'https://example.com', '--max-rooms', '2');
    try {
      for (const origin of [`http://127.0.0.1:${server.httpPort}`, 'https://example.com']) {
        const talker = await SocketTalker.connect(server.httpPort, undefined, { origin });
        talker.leave();
      }
      const page = `http://127.0.0.1:${server.httpPort}/`;
      assert.match(await (await fetch(page)).text(), /<title>/);
      const stranger = SocketTalker.connect(server.httpPort, undefined, { origin: 'https://evil.example' });
      assert.match(String(await stranger.catch((error: Error) => error.message)), /403/);
      const a = await LineTalker.connect(server.port);
      const b = await LineTalker.connect(server.port);
      await a.ask('/join one', /in one\./);
      await b.ask('/join two', /^!! There are too many rooms; /);
      await a.ask('said', /: said$/);
      await a.ask('/leave', /in lobby\./);
      await b.ask('/join two', /in two\./);
      await b.ask('/rooms', /^-- Rooms: lobby \(\d\), two \(1\)$/);
    } finally {
      await server.kill();
    }
  });

  test('chat: a drain says goodbye to everyone', async () => {
    const command = [...host.command('chat'), '--listen', '127.0.0.1:0', '--listen-http', '127.0.0.1:0'];
    const server = new Running([...command, '--drain-on-eof'], undefined, 'pipe');
    try {
      const [, port, httpPort] = await server.line(/on port (\d+), page on port (\d+)/);
      const lines = await LineTalker.connect(Number(port));
      const socket = await SocketTalker.connect(Number(httpPort));
      server.endInput();
      await Promise.all([lines.line(/^-- The server ends\. Bye!$/), socket.told('notice')]);
      await Promise.all([lines.ended(), socket.ended()]);
      assert.is(socket.closeCode, 1001);
      assert.is(socket.all.at(-1)!.text, 'The server ends. Bye!');
      assert.is(await within(server.exitCode, 'the end after a drain'), 0);
      assert.is(server.errorLines.at(-1), 'Drained: 2 connections finished, 0 cut off');
    } finally {
      await server.kill();
    }
  });

  test('chat: a flag with a wrong value gets one clear line and the exit code', async () => {
    await Promise.all(
      BAD.map(async ([args, message]) => {
        const server = new Running([...host.command('chat'), ...args]);
        assert.is(await within(server.exitCode, 'the end of a bad command line'), host.usageExitCode);
        assert.is(server.errorLines.length, 1, server.errorLines.join('\n'));
        assert.match(server.errorLines[0]!, message);
      }),
    );
  });

  test.run();
}
