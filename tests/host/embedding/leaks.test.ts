import { once } from 'node:events';
import { createConnection } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../../support/client.ts';
import { ANY_PORT, openFiles, portOf, serve, until } from './api.ts';

const test = suite('leaks');
const CONNECTIONS = 2000;
const AT_ONCE = 50;

/** One client: says something, hears it back and leaves, well or with a reset. */
async function visit(port: number, isReset: boolean): Promise<void> {
  const socket = createConnection({ port, host: '127.0.0.1' });
  socket.write('hello');
  await once(socket, 'data');
  if (isReset) socket.resetAndDestroy();
  else socket.end();
  await once(socket, 'close');
}

test('leaks: connections that came and went leave no descriptor and no handle', async () => {
  await using server = serve('echo', ANY_PORT);
  const port = await portOf(server);
  await visit(port, false);
  await until(() => server.metrics().open === 0, 'the first one left');
  const before = { files: openFiles(), handles: server.metrics().handles };
  for (let i = 0; i < CONNECTIONS; i += AT_ONCE)
    await within(Promise.all(Array.from({ length: AT_ONCE }, (_, k) => visit(port, k % 2 === 0))), 'visits');
  await until(() => server.metrics().open === 0, 'all have left');
  await until(() => server.metrics().handles === before.handles, 'the handles of before');
  assert.is(server.metrics().accepted, CONNECTIONS + 1);
  await until(() => openFiles() === before.files, 'the descriptors of before');
});

test('leaks: a server that ended leaves nothing open', async () => {
  const before = openFiles();
  for (const workers of [undefined, 3]) {
    await using server = serve('echo', { ...ANY_PORT, ...(workers && { workers }) });
    await portOf(server);
    await within(server.stop(), 'the end');
  }
  await until(() => openFiles() === before, 'the descriptors of before');
});

test.run();
