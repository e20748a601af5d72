import { readdirSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../../support/client.ts';
import { ANY_PORT, openFiles, portOf, serve, until } from './api.ts';

/** Servers that come and go, and what their clients do to them. More of it by hand: ROUNDS=1000. */
const test = suite('life cycle');
const ROUNDS = Number(process.env['ROUNDS'] ?? 6);

function threads(): number {
  return readdirSync('/proc/self/task').length;
}

/** Starts a server, talks to it and stops it. */
async function visit(): Promise<void> {
  await using server = serve('echo', ANY_PORT);
  const client = await Client.connect(await portOf(server));
  assert.is(await client.echo('hello'), 'hello');
  await within(server.stop(), 'its end');
  await client.gone();
  client.reset();
}

/** Starts a server and aborts it at another moment each turn. */
async function abort(turn: number): Promise<void> {
  const controller = new AbortController();
  const server = serve('echo', { ...ANY_PORT, signal: controller.signal, workers: 1 + (turn % 2) });
  server.ready.catch(() => {});
  const finished = server.finished.catch(() => {});
  if (turn % 5 === 4) {
    await server.ready;
    void server.close().catch(() => {});
  }
  await sleep((turn * 7) % 60); // it is ready after some ten milliseconds
  controller.abort();
  await within(finished, `its end, ${turn}`);
}

test('life cycle: servers that were started and stopped leave no descriptor and no thread', async () => {
  for (let i = 0; i < 3; i++) await visit();
  const before = { files: openFiles(), threads: threads() };
  for (let i = 0; i < ROUNDS; i++) await visit();
  await until(() => openFiles() <= before.files, 'the descriptors of before');
  await until(() => threads() <= before.threads, 'the threads of before');
});

test('life cycle: a server can be aborted at any moment', async () => {
  const before = openFiles();
  for (let turn = 0; turn < ROUNDS; turn++) await abort(turn);
  await until(() => openFiles() <= before, 'the descriptors of before');
});

test('life cycle: descriptors that the program opens while guests end are never closed for it', async () => {
  // Each is bound while threads end: one that were closed could not be asked any more.
  const sockets = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    const server = serve('echo', { ...ANY_PORT, workers: 1 });
    await server.ready;
    const ended = server.stop();
    for (let i = 0; i < 5; i++) {
      const socket = createSocket('udp4');
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
      sockets.push(socket);
    }
    await within(ended, 'its end');
  }
  for (const socket of sockets) {
    assert.is(socket.address().address, '127.0.0.1');
    socket.close();
  }
});

test('floods: clients of lines that send no end, nothing but ends, or resets leave the others served', async () => {
  await using server = serve('lines', ANY_PORT);
  const port = await portOf(server);
  const other = await Client.connect(port);
  const greeted = async (): Promise<void> => {
    other.send('hello\n');
    assert.match((await other.receive('1 hello\n'.length)).toString(), /^\d+ hello/);
  };
  await greeted();
  const endless = createConnection(port, '127.0.0.1').on('error', () => {});
  endless.resume().write(Buffer.alloc(2 ** 22, 'x'));
  const empty = createConnection(port, '127.0.0.1').on('error', () => {});
  empty.write(Buffer.alloc(2 ** 20, '\n')); // a million, whose answers nobody reads
  const halfOpen = Array.from({ length: 50 }, () =>
    createConnection({ port, host: '127.0.0.1', allowHalfOpen: true }),
  );
  for (const socket of halfOpen) socket.on('error', () => {}).end();
  for (let i = 0; i < 200; i++) {
    const socket = createConnection(port, '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    socket.write('x');
    socket.resetAndDestroy();
  }
  await greeted();
  for (const socket of [endless, empty, ...halfOpen]) socket.destroy();
  await until(() => server.metrics().open === 1, 'all others are gone');
  await greeted();
  await within(server.close({ graceMs: 200 }), 'its end'); // nobody waits for a client that never reads
});

test('floods: datagrams of no bytes and of all bytes from many ports leave udp-echo serving', async () => {
  await using server = serve('udp-echo', ANY_PORT);
  const port = await portOf(server);
  const sizes = [0, 65_507, 1, 1400];
  const senders = Array.from({ length: 40 }, () => createSocket('udp4'));
  for (let i = 0; i < 4000; i++)
    senders[i % senders.length]!.send(Buffer.alloc(sizes[i % sizes.length]!), port, '127.0.0.1');
  const client = createSocket('udp4');
  const asking = setInterval(() => client.send('still there?', port, '127.0.0.1'), 10);
  const [answer] = (await within(once(client, 'message'), 'an answer')) as [Buffer];
  clearInterval(asking);
  assert.is(answer.toString(), 'still there?');
  for (const socket of [client, ...senders]) socket.close();
  await within(server.stop(), 'its end');
});

test.run();
