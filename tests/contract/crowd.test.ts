import { execFileSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../support/client.ts';
import { HOSTS, Running, withServer } from './hosts.ts';

const BUSY = 1000;
const MIN_SERVED = 300;
/** What the most served may have had when the least served has had its share. A server that starves some goes beyond. */
const MAX_SERVED = 2.5 * MIN_SERVED;
const MESSAGE_BYTES = 64;
const UNDER_WAY = 4;
const IDLE_WANTED = 5000;
const RESERVED_FILES = 200;

/** Idle clients that the limit of open files allows: the test and the server hold a socket for each. */
function idleCount(): number {
  const limit = execFileSync('sh', ['-c', 'ulimit -Hn']).toString().trim();
  if (limit === 'unlimited') return IDLE_WANTED;
  return Math.min(IDLE_WANTED, Number(limit) - RESERVED_FILES);
}

/**
 * Every client has some messages under way, sends as much as comes back until it is reset, and so is always waiting to be served.
 *
 * Once each had its share, counting starts anew, so that who came first does not matter; when each had its share again, it
 * gives how many messages the most served had meanwhile.
 */
async function keepBusy(clients: Client[], share: number): Promise<number> {
  const message = Buffer.alloc(MESSAGE_BYTES, 'x');
  const shareBytes = share * MESSAGE_BYTES;
  const received = clients.map(() => 0);
  let rounds = 2;
  let missing = clients.length;
  const maxServed = new Promise<number>((resolve, reject) => {
    clients.forEach(({ socket }, i) => {
      socket.on('error', reject).on('end', () => reject(new Error(`client ${i} was seen off`)));
      socket.on('data', (data: Buffer) => {
        socket.write(data);
        if (rounds === 0) return;
        const before = received[i]!;
        received[i] = before + data.length;
        if (before < shareBytes && received[i]! >= shareBytes && --missing === 0) {
          missing = clients.length;
          rounds--;
          if (rounds === 0) resolve(Math.max(...received) / MESSAGE_BYTES);
          else received.fill(0);
        }
      });
      for (let sent = 0; sent < UNDER_WAY; sent++) socket.write(message);
    });
  });
  return within(maxServed, `${share} echoes for each of ${clients.length} clients`);
}

for (const host of HOSTS) {
  const test = suite(`crowd on ${host.name}`);

  test(
    `crowd: of ${BUSY} busy clients each is served, none much more than another`,
    withServer(host, ['--quiet'], async ({ port }) => {
      const clients = await Client.connectMany(BUSY, port);
      const most = await keepBusy(clients, MIN_SERVED);
      assert.ok(most <= MAX_SERVED, `the least served had ${MIN_SERVED} echoes, the most served ${most}`);
      for (const client of clients) client.reset();
    }),
  );

  const idle = idleCount();
  test(
    `crowd: serves 50 busy clients beside ${idle} idle ones, and an idle one that wakes while they stay busy`,
    withServer(host, ['--quiet'], async ({ port }) => {
      const sleepers = await Client.connectMany(idle, port);
      const clients = await Client.connectMany(50, port);
      await keepBusy(clients, 20);
      for (const i of [0, 1, idle >> 1, idle - 1]) {
        assert.is(await sleepers[i]!.echo(`sleeper ${i}`), `sleeper ${i}`);
      }
      for (const client of [...sleepers, ...clients]) client.reset();
    }),
  );

  test(
    'crowd: at the connection limit new clients wait until one leaves',
    withServer(host, ['--max-connections', '3'], async (server) => {
      const clients = await Client.connectMany(3, server.port);
      for (const client of clients) await client.echo('in');
      const waiting = await Client.connect(server.port);
      await server.line(/^Limit of 3 connections reached: new clients wait$/);
      let isServed = false;
      const answer = waiting.echo('at last').then((text) => {
        isServed = true;
        return text;
      });
      for (let i = 0; i < 20; i++) await clients[i % 3]!.echo('still here');
      assert.not(isServed);
      clients[0]!.end();
      assert.is(await answer, 'at last');
    }),
  );

  test('crowd: without files for more clients, they wait until others leave, or are turned away', async () => {
    const running = new Running([...host.command('echo'), '--quiet', '--listen', '127.0.0.1:0'], '60');
    try {
      const [, port] = await running.line(/on port (\d+)/);
      const clients = await Client.connectMany(60, Number(port));
      const answers = clients.map((client) => client.echo('hello'));
      if (host.acceptsEagerly) {
        const ends = await Promise.allSettled(answers);
        const served = clients.filter((_, i) => ends[i]!.status === 'fulfilled');
        assert.ok(served.length > 0 && served.length < clients.length, `${served.length} were served`);
        for (const client of served) client.end();
        await Promise.all(served.map((client) => client.gone()));
        assert.is(await (await Client.connect(Number(port))).echo('room'), 'room');
        return;
      }
      // WASI 0.3 keeps that to itself: wasmtime tries on until it has a file.
      if (host.version === '0.2') await running.line(/^Can't accept: .*: new clients wait$/);
      assert.is(await answers[0], 'hello');
      for (const [i, answer] of answers.entries()) {
        assert.is(await answer, 'hello');
        clients[i]!.end(); // makes room for one of those who wait
      }
    } finally {
      await running.kill();
    }
  });

  test(
    'crowd: connections that come and go in numbers leave room for more',
    withServer(host, ['--max-connections', '20', '--quiet'], async ({ port }) => {
      for (let round = 0; round < 10; round++) {
        const clients = await Client.connectMany(20, port);
        await Promise.all(clients.map((client) => client.echo('hello')));
        for (const client of clients.splice(0, 10)) client.end();
        for (const client of clients) client.reset();
      }
      const last = await Client.connect(port);
      assert.is(await last.echo('room'), 'room');
    }),
  );

  test.run();
}
