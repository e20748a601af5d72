import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../../support/client.ts';
import { componentFile } from '../../contract/hosts.ts';
import { ANY_PORT, failureOf, guestOf, openFiles, portOf, run, serve, until } from './api.ts';

const test = suite('serve');

test('serve: tells where it listens, echoes, counts, and ends when it is drained', async () => {
  await using server = serve('echo', ANY_PORT);
  const addresses = await within(server.ready, 'a server');
  assert.is(addresses.length, 1);
  const { address, family, port, protocol } = addresses[0]!;
  assert.equal([address, family, protocol], ['127.0.0.1', 'IPv4', 'tcp']);
  assert.equal(server.addresses, addresses);
  const client = await Client.connect(port);
  assert.is(await client.echo('hello'), 'hello');
  await until(() => server.metrics().bytesOut > 0, 'it was counted'); // by another thread
  const { open, accepted, bytesIn, bytesOut, polls } = server.metrics();
  assert.equal([open, accepted, bytesIn, bytesOut], [1, 1, 5, 5]);
  assert.ok(polls > 0);
  client.end();
  await client.rest();
  await until(() => server.metrics().open === 0, 'no connection');
  assert.equal(await within(server.close(), 'a drained server'), { exitCode: 0, reason: 'closed' });
  assert.is(server.metrics().accepted, 1);
});

for (const name of ['echo', 'udp-echo']) {
  test(`serve: localhost is both addresses on one port for ${name}, 0 included`, async () => {
    await using server = serve(name, { ...ANY_PORT, listen: 'localhost:0' });
    const [one, other] = await within(server.ready, 'a server');
    assert.equal([one!.address, other!.address], ['127.0.0.1', '::1']);
    assert.is(one!.port, other!.port);
  });
}

test('serve: the second address of localhost echoes too', async () => {
  await using server = serve('echo', { ...ANY_PORT, listen: 'localhost:0' });
  const [, other] = await within(server.ready, 'a server');
  assert.is(await (await Client.connect(other!.port, '::1')).echo('six'), 'six');
});

const file = componentFile('echo');
const COMPONENTS = {
  'a path': file,
  'a URL': pathToFileURL(file),
  'a URL as text': pathToFileURL(file).href,
  bytes: readFileSync(file),
  'an ArrayBuffer': Uint8Array.from(readFileSync(file)).buffer,
};

for (const [what, component] of Object.entries(COMPONENTS)) {
  test(`serve: takes ${what} for a component, which has to be told where to listen`, async () => {
    const args = ['--quiet', '--listen', '127.0.0.1:0'];
    await using server = serve(component, { args, permissions: { listen: '127.0.0.1:0' } });
    const port = await portOf(server);
    assert.is(await (await Client.connect(port)).echo('hello'), 'hello');
  });
}

test('serve: tells of connections that open and close, while somebody listens', async () => {
  await using server = serve('echo', ANY_PORT);
  const heard: string[] = [];
  server.on('listening', ({ port }) => heard.push(`listening ${port === server.addresses[0]!.port}`));
  await within(server.ready, 'a server');
  const { port } = server.addresses[0]!;
  (await Client.connect(port)).end(); // nobody listens
  await until(() => server.metrics().accepted === 1 && server.metrics().open === 0, 'the first client left');
  server.on('connection', ({ id, direction, remotePort }) =>
    heard.push(`connection ${id} ${direction} ${remotePort}`),
  );
  server.on('disconnection', ({ id, remoteAddress }) => heard.push(`disconnection ${id} ${remoteAddress}`));
  const client = await Client.connect(port);
  await client.echo('hello');
  client.end();
  await until(() => heard.length === 3, 'all was told');
  assert.equal(heard, [
    'listening true',
    `connection 2 accepted ${client.address.split(':')[1]}`,
    'disconnection 2 127.0.0.1',
  ]);
});

test('serve: tells of its end with the exit code, after all is freed', async () => {
  const server = serve('echo', ANY_PORT);
  const codes: number[] = [];
  server.on('exit', (code) => codes.push(code));
  await within(server.ready, 'a server');
  assert.equal(codes, []);
  await within(server.close(), 'a closed server');
  assert.equal(codes, [0]);
});

test('serve: tells of its end after a failure too', async () => {
  const server = serve('/nowhere.wasm');
  const heard: unknown[] = [];
  server.on('error', (error) => heard.push((error as { code?: string }).code));
  server.on('exit', (code) => heard.push(code));
  await until(() => heard.length === 2, 'both were told');
  assert.equal(heard, ['ERR_FILE_NOT_FOUND', 1]);
});

test('serve: a grace that is no time is an OptionError, and changes nothing', async () => {
  await using server = serve('echo', ANY_PORT);
  await within(server.ready, 'a server');
  assert.throws(
    () => server.close({ graceMs: -1 }),
    /^graceMs: expected a whole number from 0 to 2147483647, not -1$/,
  );
  assert.is(await (await Client.connect(server.addresses[0]!.port)).echo('hello'), 'hello');
});

test('serve: beyond the limit of connections they are closed at once, and told of', async () => {
  await using server = serve('echo', { ...ANY_PORT, limits: { connections: 2 } });
  let refused = 0;
  server.on('refused', () => refused++);
  const port = await portOf(server);
  const kept = await Client.connectMany(2, port);
  for (const client of kept) await client.echo('hello');
  const third = await Client.connect(port);
  await third.gone();
  await until(() => refused === 1, 'it was told');
  const { open, accepted, refused: counted } = server.metrics();
  assert.equal([open, accepted, counted], [2, 2, 1]);
  kept[0]!.end();
  await until(() => server.metrics().open === 1, 'one has left');
  assert.is(await (await Client.connect(port)).echo('again'), 'again');
});

test('stop: ends at once, whatever its clients do; the port is free again', async () => {
  await using server = serve('echo', ANY_PORT);
  const port = await portOf(server);
  const client = await Client.connect(port);
  await client.echo('hello');
  assert.equal(await within(server.stop(), 'a stopped server'), { exitCode: 0, reason: 'stopped' });
  await client.gone();
  const again = createServer().listen(port, '127.0.0.1');
  await once(again, 'listening');
  again.close();
});

test('stop: a server that is stopped before it listens says so, and ends', async () => {
  for (const turns of [0, 1, 3]) {
    await using server = serve('echo', ANY_PORT);
    for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
    const ended = server.stop();
    assert.equal(await within(ended, 'a stopped server'), { exitCode: 0, reason: 'stopped' });
    assert.match((await failureOf(server.ready)).message, /was stopped before it listened$/);
  }
});

test('stop: a guest that never asks is ended all the same, and what it had open is closed', async () => {
  const before = openFiles();
  const spinning = await guestOf(`export function run(): i32 {
    const socket = listen(0);
    waitFor(socket);
    accept(socket, result);
    while (true) {}
    return 0;
  }`);
  await using server = serve(spinning, { permissions: { listen: '127.0.0.1:0' } });
  const port = await portOf(server);
  const client = await Client.connect(port);
  await until(() => server.metrics().open === 1, 'the client was accepted');
  assert.equal(await within(server.stop(), 'a stopped server'), { exitCode: 0, reason: 'stopped' });
  await client.gone();
  client.reset();
  await until(() => openFiles() <= before, 'all is closed');
});

test('signal: aborted before, nothing is bound and all is rejected with an AbortError', async () => {
  const signal = AbortSignal.abort(new Error('no wish'));
  await using server = serve('echo', { ...ANY_PORT, signal });
  for (const promise of [server.ready, server.finished, run('echo', { args: ['--help'], signal })]) {
    const { name, code, cause } = await failureOf(promise);
    assert.equal([name, code, (cause as Error).message], ['AbortError', 'ABORT_ERR', 'no wish']);
  }
  assert.equal(server.addresses, []);
});

test('signal: aborted later, the server is stopped, and the signal is let go', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  await using early = serve('echo', { ...ANY_PORT, signal });
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  assert.is((await failureOf(early.ready)).name, 'AbortError');
  assert.is((await within(early.finished, 'an aborted server')).reason, 'stopped');
  const second = new AbortController();
  await using server = serve('echo', { ...ANY_PORT, signal: second.signal });
  await within(server.ready, 'a server');
  second.abort();
  assert.equal(await within(server.finished, 'an aborted server'), { exitCode: 0, reason: 'stopped' });
});

test('await using: leaving the block stops it', async () => {
  let finished: Promise<unknown>;
  {
    await using server = serve('echo', ANY_PORT);
    await within(server.ready, 'a server');
    finished = server.finished;
  }
  assert.equal(await within(finished, 'a stopped server'), { exitCode: 0, reason: 'stopped' });
});

function listeners(): Map<string | symbol, number> {
  return new Map(process.eventNames().map((name) => [name, process.listenerCount(name)]));
}

test('serve: installs no signal handlers, and one listener of the end of the process for all servers', async () => {
  const before = listeners();
  const exitsBefore = before.get('exit') ?? 0;
  const servers = Array.from({ length: 12 }, () => serve('echo', ANY_PORT));
  for (const server of servers) await within(server.ready, 'a server');
  const meanwhile = listeners();
  for (const server of servers) await within(server.stop(), 'its end');
  assert.is(meanwhile.get('exit'), exitsBefore + 1);
  meanwhile.set('exit', exitsBefore);
  if (exitsBefore === 0) meanwhile.delete('exit');
  assert.equal(meanwhile, before);
  assert.equal(listeners(), before);
});

test.run();
