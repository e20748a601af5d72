import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ChatServer, LineTalker, SocketTalker, startChat } from './chat-client.ts';
import { HOSTS } from './hosts.ts';

const MESSAGE = /^\w+: /;
/** Begins what a telnet client sends by itself: WILL TERMINAL TYPE, and what it is. */
const NEGOTIATION = Buffer.from([255, 251, 24, 255, 250, 24, 0, 88, 255, 255, 10, 255, 240, 255, 253, 3]);

for (const host of HOSTS) {
  const test = suite(`chat on ${host.name}`);
  let server: ChatServer;
  test.before(async () => {
    server = await startChat(host, '--rate', '0', '--max-queue-bytes', '65536');
  });
  test.after(() => server.kill());

  test('chat: what one says comes to everyone in the room and nobody else, whatever their kind', async () => {
    const alice = await LineTalker.connect(server.port, 'alice');
    const bob = await SocketTalker.connect(server.httpPort, 'bob');
    const carol = await LineTalker.connect(server.port, 'carol');
    await alice.ask('/join tea', /^-- You are alice in tea\. Here: alice$/);
    bob.say('/join TEA');
    assert.equal((await bob.told('room')).members, ['alice', 'bob']);
    await alice.line(/^-- bob has come to tea$/);
    await alice.ask('hello', /^alice: hello$/);
    const { time, ...heard } = await bob.told('message');
    assert.equal(heard, { type: 'message', room: 'tea', from: 'alice', text: 'hello' });
    assert.ok(Math.abs(time! - Date.now()) < 3_600_000);
    bob.say('/me says "hi" \\o/');
    await alice.line(/^\* bob says "hi" \\o\/$/);
    assert.is((await bob.told('action')).text, 'says "hi" \\o/');
    await alice.ask('/msg BOB psst', /^you to bob: psst$/);
    assert.equal(await bob.told('direct').then(({ from, to, text }) => [from, to, text]), [
      'alice',
      'bob',
      'psst',
    ]);
    await alice.ask('//join', /^alice: \/join$/);
    await alice.ask('/who', /^-- In tea: alice, bob$/);
    await alice.ask('/rooms', /^-- Rooms: lobby \(1\), tea \(2\)/);
    await alice.ask('/leave', /^-- You are alice in lobby\. Here: carol, alice$/);
    assert.is((await bob.told('leave')).from, 'alice');
    bob.say('/quit');
    await bob.ended();
    assert.is(bob.closeCode, 1000);
    await alice.ask('/quit', /^-- Bye!$/);
    await alice.ended();
    await carol.line(/^-- alice has left lobby$/);
    assert.equal(
      carol.all.filter((line) => MESSAGE.test(line)),
      [],
    );
    carol.leave();
  });

  test('chat: a page that sends an HTTP request to the port for lines is cut off, and says nothing in a room', async () => {
    const reader = await LineTalker.connect(server.port, 'reader');
    for (const path of ['/', `/${'long'.repeat(300)}`]) {
      const page = await LineTalker.connect(server.port);
      page.say(`POST ${path} HTTP/1.1\nsaid by a page`);
      await page.ended();
    }
    await reader.ask('over', /^reader: over$/);
    assert.not(reader.all.some((line) => line.includes('said by a page')));
    reader.leave();
  });

  test('chat: everyone in a room gets the lines of all in the same order, and those of each as they were sent', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const talkers = await Promise.all(names.map((name) => LineTalker.connect(server.port, name)));
    const reader = await SocketTalker.connect(server.httpPort);
    reader.say('/join order');
    await reader.told('room');
    for (const talker of talkers) await talker.ask('/join order', /in order\./);
    for (let i = 1; i <= 100; i++) for (const talker of talkers) talker.say(String(i));
    const heard = await Promise.all(
      talkers.map(async (talker) => {
        for (let i = 0; i < 500; i++) await talker.line(MESSAGE);
        return talker.all.filter((line) => MESSAGE.test(line));
      }),
    );
    for (let i = 0; i < 500; i++) await reader.told('message');
    const read = reader.all
      .filter(({ type }) => type === 'message')
      .map(({ from, text }) => `${from}: ${text}`);
    for (const lines of [...heard, read]) assert.equal(lines, heard[0]);
    for (const name of names) {
      const own = heard[0]!.filter((line) => line.startsWith(`${name}: `));
      assert.equal(
        own,
        Array.from({ length: 100 }, (_, i) => `${name}: ${i + 1}`),
      );
    }
    for (const talker of [...talkers, reader]) talker.leave();
  });

  test('chat: who joins is told the last 50 lines of the room, also where nobody was left', async () => {
    const alice = await LineTalker.connect(server.port, 'alice');
    await alice.ask('/join past', /in past\./);
    for (let i = 1; i < 60; i++) alice.say(String(i));
    await alice.ask('60', /^alice: 60$/);
    await alice.ask('/leave', /in lobby\./);
    const bob = await LineTalker.connect(server.port);
    const known = bob.all.length;
    await bob.ask('/join past', /in past\./);
    const lines = Array.from({ length: 50 }, (_, i) => `alice: ${i + 11}`);
    assert.equal(bob.all.slice(known, -1), ['-- Said last in past:', ...lines]);
    const carol = await SocketTalker.connect(server.httpPort);
    carol.say('/join past');
    assert.is((await carol.told('history')).count, 50);
    for (const talker of [alice, bob, carol]) talker.leave();
  });

  test('chat: a name is one of one person only, whatever its case, and is taken again when that one has left', async () => {
    const alice = await LineTalker.connect(server.port, 'Zoë');
    const bob = await LineTalker.connect(server.port);
    await bob.ask('/nick ZOË', /^!! ZOË is taken\.$/);
    await alice.ask('/nick zoë', / is now zoë$/);
    for (const wrong of ['', 'x'.repeat(25), 'a:b', '-a', 'a\u0301', 'a\u200b'])
      await bob.ask(`/nick ${wrong}`, /^!! A name has /);
    await bob.ask(`/join ${'x'.repeat(25)}`, /^!! A name has /);
    alice.leave();
    await bob.line(/^-- zoë has left lobby/);
    await bob.ask('/nick ZOË', / is now ZOË$/);
    await bob.ask('/msg zoë hi', /^you to ZOË: hi$/);
    await bob.ask('/msg nobody hi', /^!! Nobody here has the name nobody\.$/);
    await bob.ask('/foo', /^!! There is no command \/foo; \/help lists them\.$/);
    bob.leave();
  });

  test('chat: lines of telnet, byte by byte, and what no terminal should be sent, come out clean', async () => {
    const bob = await LineTalker.connect(server.port, 'bob');
    for (const byte of Buffer.concat([Buffer.from('he'), NEGOTIATION, Buffer.from('llo\r\0')]))
      bob.socket.write(Buffer.from([byte]));
    await bob.line(/^bob: hello$/);
    bob.socket.write(Buffer.from('a\xe4b\xc3\x28 \x1b[31mred\x07\x9f\n', 'latin1'));
    await bob.line(/^bob: a\ufffdb\ufffd\( red\ufffd$/);
    await bob.ask('\u202ereversed\u2066\u0085 \ud83d\ude00\ttab', /^bob: reversed \ud83d\ude00 tab$/u);
    await bob.ask(`${'x'.repeat(1025)}\nshort`, /^!! That line was too long: 1024 bytes at most\.$/);
    assert.is(await bob.line(/^bob: /), 'bob: short');
    bob.leave();
  });

  test('chat: where all speak at once everyone gets everything, and nobody seems slow', async () => {
    const talkers = await Promise.all(Array.from({ length: 100 }, () => LineTalker.connect(server.port)));
    const sockets = await Promise.all(
      Array.from({ length: 20 }, () => SocketTalker.connect(server.httpPort)),
    );
    for (const talker of talkers) await talker.ask('/join storm', /in storm\./);
    for (const socket of sockets) {
      socket.say('/join storm');
      await socket.told('room');
    }
    for (const talker of [...talkers, ...sockets]) talker.say('x'.repeat(1000));
    await Promise.all([
      ...talkers.map(async (talker) => {
        for (let i = 0; i < 120; i++) await talker.line(/: xxx/);
      }),
      ...sockets.map(async (socket) => {
        for (let i = 0; i < 120; i++) await socket.told('message');
      }),
    ]);
    for (const talker of [...talkers, ...sockets]) talker.leave();
  });

  test('chat: a reader that stalls is told so and dropped, and the others get every line', async () => {
    const alice = await LineTalker.connect(server.port, 'alice');
    const loud = await LineTalker.connect(server.port, 'loud');
    const stalled = await LineTalker.connect(server.port, 'stalled');
    const silent = await SocketTalker.connect(server.httpPort, 'silent');
    for (const talker of [alice, loud, stalled]) await talker.ask('/join long', /in long\./);
    silent.say('/join long');
    await silent.told('room');
    stalled.socket.pause();
    silent.socket.pause();
    const gone = new Set<string>();
    let count = 0;
    while (gone.size < 2) {
      for (let i = 0; i < 500; i++) loud.say(`${++count} ${'x'.repeat(1000)}`);
      while (!(await alice.line(/./)).startsWith(`loud: ${count} `));
      for (const line of alice.all) if (line.endsWith(' has left long: reads too slowly')) gone.add(line);
    }
    const heard = alice.all.filter((line) => line.startsWith('loud: '));
    assert.ok(heard.every((line, i) => line.startsWith(`loud: ${i + 1} x`)));
    assert.is(heard.length, count);
    stalled.socket.resume();
    await stalled.ended();
    const told = stalled.all.filter((line) => line.startsWith('loud: '));
    assert.ok(told.every((line, i) => line.startsWith(`loud: ${i + 1} x`)));
    assert.is(stalled.all.at(-1), '!! You read too slowly: too much waits for you. Bye');
    silent.socket.resume();
    await silent.ended();
    assert.is(silent.all.at(-1)!.type, 'error');
    assert.is(silent.closeCode, 1008);
    for (const talker of [alice, loud]) talker.leave();
  });

  test.run();
}
