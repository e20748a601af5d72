/** What a proxy passes on, and to whom, on each host. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../support/client.ts';
import { HOSTS, type Server } from './hosts.ts';
import { Upstream, nameOf, startProxy, visit } from './proxy-upstreams.ts';

const STREAM_BYTES = 5_000_000;
const CROWD = 1000;
const STALLED = 50;
/** More than the OS, the host and the proxy keep for one client. */
const FLOOD = Buffer.alloc(16 * 2 ** 20, 'flood ');

for (const host of HOSTS) {
  const test = suite(`proxy on ${host.name}`);
  // WASI has no reset, which the Node host makes of an abort; under wasmtime a peer sees the end.
  const canReset = host.name.startsWith('node');
  let upstreams: Upstream[] = [];
  let proxy: Server;

  test.before(async () => {
    upstreams = await Promise.all(['a', 'b', 'c'].map((name) => Upstream.start(name)));
    proxy = await startProxy(host, upstreams, '--quiet');
  });

  test.after(async () => {
    await proxy?.kill();
    for (const upstream of upstreams) await upstream.close();
  });

  test.after.each(() => {
    for (const upstream of upstreams) upstream.instead = undefined;
  });

  test('proxy: upstreams take turns', async () => {
    const names = [];
    for (let i = 0; i < 6; i++) names.push(await nameOf(proxy.port));
    assert.is(names.join(''), 'abcabc');
  });

  test('proxy: bytes arrive as they were sent, both ways, and the end of a stream after them', async () => {
    const { client } = await visit(proxy.port);
    const data = randomBytes(STREAM_BYTES);
    client.send(data);
    client.end();
    assert.ok((await client.rest()).equals(data));
  });

  test('proxy: an upstream that has ended may still be sent to', async () => {
    const got: string[] = [];
    for (const upstream of upstreams)
      upstream.instead = (socket) => {
        socket.on('data', (data) => got.push(data.toString()));
        socket.end('bye');
      };
    const client = await Client.connect(proxy.port);
    assert.is((await client.rest()).toString(), 'bye');
    const closed = once(client.socket, 'close');
    client.send('and you');
    client.end();
    await within(closed, 'the end of the connection');
    await within(untilEmpty(upstreams), 'the end at the upstream');
    assert.is(got.join(''), 'and you');
  });

  test('proxy: what a client has sent before it is connected is passed on, and its end', async () => {
    for (const upstream of upstreams) upstream.instead = (socket) => socket.pipe(socket);
    const client = await Client.connect(proxy.port);
    client.send('early');
    client.end();
    assert.is((await client.rest()).toString(), 'early');
  });

  test('proxy: an upstream that resets is seen to fail, not to end', async () => {
    for (const upstream of upstreams)
      upstream.instead = (socket) => socket.once('data', () => socket.resetAndDestroy());
    const client = await Client.connect(proxy.port);
    const seen = fateOf(client.socket);
    client.send('to be reset');
    assert.match(await within(seen, 'the end of the connection'), canReset ? /ECONNRESET/ : /./);
  });

  test('proxy: a client that resets is seen to fail at the upstream', async () => {
    let seen: Promise<string> | undefined;
    for (const upstream of upstreams)
      upstream.instead = (socket) => {
        seen = fateOf(socket.resume());
        socket.write('ready');
      };
    const client = await Client.connect(proxy.port);
    await client.receive(5);
    client.reset();
    assert.match(await within(seen!, 'the end at the upstream'), canReset ? /ECONNRESET/ : /./);
  });

  test(`proxy: ${CROWD} clients at once are served, each what it has sent`, async () => {
    const clients = await Client.connectMany(CROWD, proxy.port);
    const answers = clients.map(async (client, i) => {
      const text = `client ${i} `.repeat(10);
      await client.receive(2);
      return (await client.echo(text)) === text;
    });
    assert.ok((await Promise.all(answers)).every(Boolean));
    for (const { sockets } of upstreams) assert.ok(sockets.size >= Math.floor(CROWD / 3));
    for (const client of clients) client.end();
    await Promise.all(clients.map((client) => client.rest()));
  });

  test(`proxy: ${STALLED} clients that read nothing hold up nobody, take little memory, and lose nothing`, async () => {
    const stalled = await Client.connectMany(STALLED, proxy.port);
    for (const { socket } of stalled) socket.pause();
    for (const client of stalled) {
      client.send(FLOOD);
      client.end();
    }
    const { client } = await visit(proxy.port);
    for (let i = 0; i < 200; i++) assert.is(await client.echo(`hello ${i}`), `hello ${i}`);
    client.end();
    assert.ok(residentBytes(proxy.pid) < 256 * 2 ** 20, `${residentBytes(proxy.pid)} bytes`);
    for (const one of stalled.splice(3)) one.reset();
    for (const { socket } of stalled) socket.resume();
    for (const one of stalled) assert.is((await one.rest()).length, FLOOD.length + 2);
  });

  test.run();
}

/** Waits until a socket has ended or failed, and tells which. */
function fateOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('error', ({ message }) => resolve(message)).once('end', () => resolve('end'));
  });
}

async function untilEmpty(upstreams: readonly Upstream[]): Promise<void> {
  for (const { sockets } of upstreams) for (const socket of sockets) await once(socket, 'close');
}

/** Returns how much memory a process takes. */
function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
