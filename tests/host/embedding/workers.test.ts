import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../../support/client.ts';
import { ANY_PORT, GuestError, failureOf, guestOf, openFiles, portOf, serve, until } from './api.ts';

const test = suite('workers');

/** Listens where it is told by a port in the source, and traps when a client comes. */
function trapping(port: number): Promise<Uint8Array> {
  return guestOf(`export function run(): i32 {
    const socket = listen(${port});
    if (socket < 0) return 1;
    waitFor(socket);
    accept(socket, result);
    say(stderr(), 'oh no');
    unreachable();
    return 0;
  }`);
}
const ANY = { permissions: { listen: '127.0.0.1:0' } };

test('workers: several share one port, any free one too, and the kernel deals out the clients', async () => {
  await using server = serve('echo', {
    listen: ['127.0.0.1:0', '127.0.0.1:0'],
    args: ['--quiet'],
    workers: 3,
  });
  const addresses = await within(server.ready, 'a server');
  assert.is(addresses.length, 2);
  for (const { port } of addresses) {
    const clients = await Client.connectMany(60, port);
    for (const client of clients) assert.is(await client.echo('hello'), 'hello');
  }
  await until(() => server.metrics().bytesOut === 600, 'all was counted'); // by other threads
  const { workers, accepted, bytesIn, bytesOut } = server.metrics();
  assert.equal([workers.length, accepted, bytesIn, bytesOut], [3, 120, 600, 600]);
  for (const worker of workers) assert.ok(worker.accepted > 0);
});

test("workers: without them the port is nobody else's, with them another server notices", async () => {
  for (const workers of [undefined, 2]) {
    await using server = serve('echo', { ...ANY_PORT, ...(workers && { workers }) });
    const listen = `127.0.0.1:${await portOf(server)}`;
    await using other = serve('echo', { listen, workers: 2 });
    assert.is((await failureOf(other.ready))['code'], 'EADDRINUSE');
  }
});

test('restart: one worker after the other is replaced, and no client is refused or cut off meanwhile', async () => {
  await using server = serve('echo', { ...ANY_PORT, workers: 2 });
  const port = await portOf(server);
  const state = { isOver: false };
  let served = 0;
  const visit = async (): Promise<void> => {
    while (!state.isOver) {
      const client = await Client.connect(port);
      assert.is(await client.echo('hello'), 'hello');
      client.end();
      await client.rest();
      served++;
      await sleep(5);
    }
  };
  const visits = visit();
  visits.catch(() => (state.isOver = true)); // it fails the test further below
  await until(() => served > 0, 'a first visit');
  await within(server.restart(), 'a restart');
  state.isOver = true;
  await visits;
  const { restarts, workers, accepted } = server.metrics();
  assert.equal([restarts, workers.length, accepted], [2, 2, served]);
  assert.is(await (await Client.connect(port)).echo('hello'), 'hello');
});

test('restart: a client that waits to be accepted is served by the old one', async () => {
  await using server = serve('blocking-echo', { ...ANY_PORT, workers: 1 });
  const port = await portOf(server);
  const first = await Client.connect(port);
  await first.echo('hello');
  const waiting = await Client.connect(port);
  const restart = server.restart();
  await until(() => server.metrics().restarts === 1, 'the new one');
  first.end();
  assert.is(await waiting.echo('at last'), 'at last');
  waiting.end();
  await within(restart, 'a restart');
});

test('restart: one guest with a port of its own is drained before the next one listens there', async () => {
  await using server = serve('echo', ANY_PORT);
  const port = await portOf(server);
  await within(server.restart(), 'a restart');
  assert.is(await (await Client.connect(port)).echo('hello'), 'hello');
  assert.is(server.metrics().restarts, 1);
});

test('restart: a stop meanwhile ends all', async () => {
  await using server = serve('echo', { ...ANY_PORT, workers: 2 });
  await portOf(server);
  const restart = server.restart();
  assert.is((await within(server.stop(), 'the end')).reason, 'stopped');
  await within(restart, 'the end of the restart');
});

test('trap: finished is rejected with a GuestError that has what the guest said; its sockets are closed', async () => {
  const guest = await trapping(0);
  const before = openFiles();
  await using server = serve(guest, ANY);
  const client = await Client.connect(await portOf(server));
  const error = await failureOf(within(server.finished, 'a trap'));
  assert.instance(error, GuestError);
  assert.equal([error['code'], error['exitCode'], error['stderr']], ['ERR_GUEST_TRAP', 134, 'oh no']);
  assert.match(error.message, /^the component trapped: unreachable$/);
  await client.gone();
  client.reset();
  await until(() => openFiles() <= before, 'all is closed');
});

test('trap: with the option it is started again at the same port, later each time, and the program hears of it', async () => {
  await using server = serve(await trapping(0), { ...ANY, restart: { minDelayMs: 20, maxDelayMs: 60 } });
  const errors: Error[] = [];
  server.on('error', (error) => errors.push(error));
  const port = await portOf(server);
  for (let i = 1; i <= 3; i++) {
    const client = await Client.connectSoon(port);
    await client.gone();
    client.reset();
    await until(() => server.metrics().restarts === i, 'a restart');
  }
  assert.is(errors.length, 3);
  assert.is((errors[0] as InstanceType<typeof GuestError>).code, 'ERR_GUEST_TRAP');
  assert.is((await within(server.stop(), 'the end')).reason, 'stopped');
});

test('trap: one waiting to be started again can be stopped', async () => {
  await using server = serve(await trapping(0), { ...ANY, restart: { minDelayMs: 60_000 } });
  const client = await Client.connect(await portOf(server));
  await client.gone();
  await until(() => server.metrics().workers.length === 0, 'a trap');
  assert.is((await within(server.stop(), 'the end')).reason, 'stopped');
});

test.run();
