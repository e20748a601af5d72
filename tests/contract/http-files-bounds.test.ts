/** Files that are sent slowly, that change while they are sent, and too many of them, on each host. */
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client } from '../support/client.ts';
import { FileServer, SOURCES } from './file-server.ts';
import { HOSTS } from './hosts.ts';
import { readAnswer } from './http-ask.ts';
import { BIG } from './site.ts';

const LONG_BYTES = 40_000_000;

for (const host of HOSTS) {
  const test = suite(`files under way on ${host.name}`);
  const server = new FileServer(test, host);

  for (const from of SOURCES) {
    test(`files: who takes a file slowly gets all of it, and holds nobody up: ${from}`, async () => {
      const slow = await Promise.all(Array.from({ length: 20 }, () => Client.connect(server.port)));
      for (const client of slow) {
        client.socket.pause();
        client.send(`GET ${from}big.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      }
      assert.is((await server.ask('/alive')).status, 200);
      for (const client of slow) {
        client.socket.resume();
        assert.ok(readAnswer(await client.rest()).body.equals(BIG));
        client.end();
      }
    });
  }

  /** Asks for a long file and takes only the first bytes of the answer. */
  async function begin(path: string): Promise<Client> {
    const client = await Client.connect(server.port);
    client.send(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    await client.receive(15);
    client.socket.pause();
    return client;
  }

  test('files: one that shrinks while it is sent ends the connection, one that grows ends where it was', async () => {
    const file = join(server.folder, 'long.bin');
    writeFileSync(file, Buffer.alloc(LONG_BYTES));
    const shrunk = await begin('/folder/long.bin');
    truncateSync(file, 1000);
    shrunk.socket.resume();
    await shrunk.gone();
    assert.ok((await shrunk.rest().catch(() => Buffer.alloc(0))).length < LONG_BYTES);
    shrunk.reset();
    await server.running.line(/long\.bin: the body could not be read to its end/);
    writeFileSync(file, Buffer.alloc(LONG_BYTES));
    const grown = await begin('/folder/long.bin');
    appendFileSync(file, Buffer.alloc(1000));
    grown.socket.resume();
    const rest = await grown.rest();
    assert.is(rest.length - rest.indexOf('\r\n\r\n') - 4, LONG_BYTES);
    grown.end();
    assert.is((await server.ask('/alive')).status, 200);
  });

  test('files: when too many are open, others are asked to come again, until one is closed', async () => {
    writeFileSync(join(server.folder, 'long.bin'), Buffer.alloc(LONG_BYTES));
    const slow = [await begin('/few/long.bin'), await begin('/few/long.bin')];
    const { status, headers } = await server.ask('/few/index.html');
    assert.is(status, 503);
    assert.is(headers['retry-after'], '1');
    assert.is((await server.ask('/folder/index.html')).status, 200);
    slow[0]!.reset();
    let tries = 0;
    while ((await server.ask('/few/index.html')).status !== 200) assert.ok(tries++ < 1000);
    for (let i = 0; i < 10; i++) {
      assert.is((await server.ask('/few/index.html', { 'If-None-Match': '*' })).status, 304);
      assert.is((await server.ask('/few/index.html', {}, 'HEAD')).status, 200);
      assert.is((await server.ask('/few/sub')).status, 301);
      assert.is((await server.ask('/few/none/')).status, 404);
      assert.is((await server.ask('/few/index.html', { 'If-Match': '"x"' })).status, 412);
      assert.is((await server.ask('/few/index.html', { Range: 'bytes=99-' })).status, 416);
    }
    assert.is((await server.ask('/few/index.html')).status, 200);
    slow[1]!.reset();
  });

  test.run();
}
