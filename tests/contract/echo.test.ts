import { randomBytes } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client } from '../support/client.ts';
import { HOSTS, withServer } from './hosts.ts';

const MIB = 2 ** 20;

for (const host of HOSTS) {
  const test = suite(`echo on ${host.name}`);

  test(
    'echo: answers interleaved clients, each with its own bytes',
    withServer(host, [], async ({ port }) => {
      const clients = await Client.connectMany(3, port);
      for (let round = 0; round < 20; round++) {
        const texts = clients.map((_, i) => `client ${i}, round ${round};`);
        const answers = await Promise.all(clients.map((client, i) => client.echo(texts[i]!)));
        assert.equal(answers, texts);
      }
      for (const client of clients) client.end();
    }),
  );

  test(
    'echo: serves busy clients beside a silent one',
    withServer(host, [], async ({ port }) => {
      const silent = await Client.connect(port);
      const busy = await Client.connectMany(5, port);
      for (let i = 0; i < 50; i++) await Promise.all(busy.map((client) => client.echo('busy')));
      assert.is(await silent.echo('not dead'), 'not dead');
    }),
  );

  test(
    'echo: returns 8 MiB through one connection byte for byte',
    withServer(host, [], async ({ port }) => {
      const client = await Client.connect(port);
      const data = randomBytes(8 * MIB);
      client.send(data);
      assert.ok((await client.receive(data.length)).equals(data));
      client.end();
    }),
  );

  test(
    'echo: a client that half-closes still gets its last bytes, then the end',
    withServer(host, [], async ({ port }) => {
      const client = await Client.connect(port);
      const data = randomBytes(2 * MIB);
      client.socket.pause();
      client.send(data);
      client.end();
      client.socket.resume();
      assert.ok((await client.rest()).equals(data));
    }),
  );

  test(
    'echo: a client that never reads holds up nobody, and loses nothing when it reads at last',
    withServer(host, [], async ({ port }) => {
      const stalled = await Client.connect(port);
      const data = randomBytes(24 * MIB); // more than the sockets' buffers on the way there and back
      stalled.socket.pause();
      stalled.send(data);
      const other = await Client.connect(port);
      for (let i = 0; i < 200; i++) assert.is(await other.echo(`message ${i}`), `message ${i}`);
      assert.ok(stalled.socket.writableLength > 0, 'the server took all of it: nothing was stalled');
      stalled.socket.resume();
      assert.ok((await stalled.receive(data.length)).equals(data));
    }),
  );

  test(
    'echo: a client that never reads and vanishes takes nobody along',
    withServer(host, [], async (server) => {
      const stalled = await Client.connect(server.port);
      const { address } = stalled;
      stalled.socket.pause();
      stalled.send(randomBytes(24 * MIB));
      const other = await Client.connect(server.port);
      await other.echo('before');
      stalled.reset();
      await server.line(new RegExp(`Client disconnected: ${address}`));
      assert.is(await other.echo('after'), 'after');
    }),
  );

  test(
    'echo: resets in the middle end those clients only',
    withServer(host, [], async (server) => {
      const steady = await Client.connect(server.port);
      for (let i = 0; i < 20; i++) {
        const rude = await Client.connect(server.port);
        rude.send(randomBytes(100_000));
        await rude.receive(1);
        const { address } = rude;
        rude.reset();
        assert.is(await steady.echo(`round ${i}`), `round ${i}`);
        await server.line(new RegExp(`Client disconnected: ${address}`));
      }
    }),
  );

  test(
    'echo: says who comes and who goes',
    withServer(host, [], async (server) => {
      const client = await Client.connect(server.port);
      const { address } = client;
      await client.echo('hello');
      client.end();
      await client.rest();
      await server.line(new RegExp(`^Client disconnected: ${address}$`));
      assert.equal(server.errorLines.slice(2), [
        `Client connected: ${address}`,
        `Client disconnected: ${address}`,
      ]);
    }),
  );

  test(
    'echo: is quiet with --quiet',
    withServer(host, ['--quiet'], async (server) => {
      const client = await Client.connect(server.port);
      await client.echo('hello');
      client.end();
      await client.rest();
      const later = await Client.connect(server.port);
      await later.echo('so the first has been seen off');
      assert.equal(server.errorLines.slice(2), []);
    }),
  );

  test.run();
}
