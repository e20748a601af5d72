import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../../support/client.ts';
import { ANY_PORT, failureOf, guestOf, portOf, serve, until } from './api.ts';

/** The same API with guests on the program's own thread. */
const test = suite('serve here');
const HERE = { ...ANY_PORT, engine: 'node-net' } as const;

test('here: a server listens, echoes, counts, tells and is drained', async () => {
  await using server = serve('echo', HERE);
  const heard: string[] = [];
  server.on('connection', ({ remotePort }) => heard.push(`open ${remotePort}`));
  server.on('disconnection', () => heard.push('close'));
  const client = await Client.connect(await portOf(server));
  assert.is(await client.echo('hello'), 'hello');
  const { open, accepted, bytesIn, bytesOut } = server.metrics();
  assert.equal([open, accepted, bytesIn, bytesOut], [1, 1, 5, 5]);
  client.end();
  await client.rest();
  await until(() => heard.length === 2, 'the events');
  assert.equal(heard, [`open ${client.address.split(':')[1]}`, 'close']);
  assert.equal(await within(server.close(), 'a drained server'), { exitCode: 0, reason: 'closed' });
});

test('here: a restart keeps the port', async () => {
  await using server = serve('echo', HERE);
  const port = await portOf(server);
  await within(server.restart(), 'a restart');
  assert.is(await (await Client.connect(port)).echo('hello'), 'hello');
});

test('here: what can not be listened on is told as with the other engine', async () => {
  await using server = serve('echo', HERE);
  const listen = `127.0.0.1:${await portOf(server)}`;
  const { code, address } = await failureOf(serve('echo', { ...HERE, listen }).ready);
  assert.equal([code, address], ['EADDRINUSE', '127.0.0.1']);
  const denied = serve('echo', { ...HERE, listen: '127.0.0.2:0', args: ['--listen', '127.0.0.1:0'] });
  assert.is((await failureOf(denied.ready))['code'], 'ERR_ACCESS_DENIED');
});

test('here: a trap rejects, with what the guest said; a stop ends', async () => {
  const guest = await guestOf(
    `export function run(): i32 { say(stderr(), 'oh no'); unreachable(); return 0; }`,
  );
  const error = await failureOf(serve(guest, { engine: 'node-net' }).finished);
  assert.equal([error['code'], error['exitCode'], error['stderr']], ['ERR_GUEST_TRAP', 134, 'oh no']);
  await using server = serve('echo', HERE);
  await portOf(server);
  assert.equal(await within(server.stop(), 'the end'), { exitCode: 0, reason: 'stopped' });
});

test('here: several workers need the other engine, and are told so', async () => {
  const error = await failureOf(serve('echo', { ...HERE, workers: 2 }).ready);
  assert.is(error['code'], 'ERR_ENGINE_UNAVAILABLE');
});

test.run();
