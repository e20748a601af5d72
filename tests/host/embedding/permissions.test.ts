import { createServer } from 'node:net';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Denial, PermissionOptions } from '../../../host/index.ts';
import { within } from '../../support/client.ts';
import { guestOf, serve } from './api.ts';

const test = suite('permissions when embedding');

/** Tries to connect to 127.0.0.1:PORT and to look up `localhost`: 1 + the error code of each, 0 for none, as digits in base 32. */
function trying(port: number): Promise<Uint8Array> {
  return guestOf(`
    const name = String.UTF8.encode('localhost');
    export function run(): i32 {
      createTcp(0, result);
      startConnect(load<i32>(result, 4), network(), 0, ${port}, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, result);
      const connected = load<u8>(result) == 0 ? '-' : load<u8>(result, 1).toString();
      resolve(network(), changetype<usize>(name), 9, result);
      const resolved = load<u8>(result) == 0 ? '-' : load<u8>(result, 4).toString();
      const listened = listen(0) > 0 ? '-' : '1';
      say(stderr(), connected + ' ' + resolved + ' ' + listened);
      return 0;
    }`);
}

const peer = createServer().listen(0, '127.0.0.1');
await once(peer, 'listening');
const { port } = peer.address() as { port: number };
const guest = await trying(port);
test.after(() => void peer.close());

/** What a guest with those permissions could do, and the denials that the program heard of. */
async function attempt(permissions: PermissionOptions | 'all'): Promise<{ said: string; denied: Denial[] }> {
  const { Writable } = await import('node:stream');
  const denied: Denial[] = [];
  let said = '';
  const stderr = new Writable({
    write: (chunk: Buffer, _, done) => {
      said += chunk.toString();
      done();
    },
  });
  await using running = serve(guest, { permissions, stderr });
  running.on('denied', (denial) => denied.push(denial));
  await within(running.finished, 'its end');
  assert.is(running.metrics().denied, denied.length);
  return { said, denied };
}

test('permissions: without any, all is denied, and the program hears of it', async () => {
  assert.equal(await attempt({}), {
    said: '1 1 1',
    denied: [
      { use: 'connect', target: `127.0.0.1:${port}` },
      { use: 'resolve', target: 'localhost' },
      { use: 'listen', target: '127.0.0.1:0' },
    ],
  });
});

test('permissions: each one opens what it names', async () => {
  assert.is((await attempt({ connect: `127.0.0.1:${port}` })).said, '- 1 1');
  assert.is((await attempt({ connect: `127.0.0.1:${port - 1}` })).said, '1 1 1');
  assert.is((await attempt({ connect: ['*:80', `localhost:${port}`] })).said, '- - 1');
  assert.is((await attempt({ resolve: 'localhost' })).said, '1 - 1');
  assert.is((await attempt({ listen: '127.0.0.0/8:*' })).said, '1 1 -');
});

test('permissions: all is all', async () => {
  assert.equal(await attempt('all'), { said: '- - -', denied: [] });
});

test.run();
