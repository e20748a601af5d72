/** What a relay passes on between real peers, on each host. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, type Server as NetServer, type Socket, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSIONS, type WasiVersion } from '../../host/build/wasi-version.ts';
import { Client, within } from '../support/client.ts';
import { compileGuest } from './guest.ts';
import { HOSTS, type Server, startComponent } from './hosts.ts';

/** What those of a relay have in common: it, its upstream, and a client with the upstream's end of it. */
interface Ends {
  relay: Server;
  upstream: NetServer;
  client: Client;
  far: Socket;
}

const files = new Map<WasiVersion, string>();
for (const version of VERSIONS)
  files.set(version, await compileGuest('tests/contract/guests/relay', version));

/** More than the kernel, the host and the relay hold of a direction, in numbers that tell their places. */
const MUCH = Buffer.from(Uint32Array.from({ length: 4 << 20 }, (_, i) => i * 2654435761).buffer);
/** So many clients that do not read may cost so much. */
const STALLED_CLIENTS = 50;
const STALLED_MIB = 64;

/** Receives all to the end of the stream; gives its digest. */
async function digestOf(socket: Socket): Promise<string> {
  const hash = createHash('sha1');
  socket.on('data', (data: Buffer) => hash.update(data)).resume();
  await within(once(socket, 'end'), 'the end of a stream');
  return hash.digest('hex');
}

function digest(data: Buffer): string {
  return createHash('sha1').update(data).digest('hex');
}

/** How much memory a process has, in MiB. */
function memoryMib(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

/** Waits until all have come and no more is taken from any of them. */
async function settled(sockets: Socket[], count: number): Promise<void> {
  for (let last = -1, taken = 0; last !== taken || sockets.length < count; await sleep(200)) {
    last = taken;
    taken = sockets.reduce((sum, { bytesWritten, writableLength }) => sum + bytesWritten - writableLength, 0);
  }
}

/** Waits for what ends a socket's stream: 'end' or the code of a failure. */
async function endOf(socket: Socket): Promise<string | undefined> {
  socket.resume();
  const failure = once(socket, 'end').then(
    () => 'end',
    (error: NodeJS.ErrnoException) => error.code,
  );
  return within(failure, 'the end of a stream');
}

for (const host of HOSTS) {
  const test = suite<Ends>(`relay on ${host.name}`);
  /** WASI can't ask for a reset; the Node host takes a connection that is given up for that. */
  const failure = host.name.startsWith('node') ? 'ECONNRESET' : 'end';

  test.before(async (ends) => {
    ends.upstream = createServer({ allowHalfOpen: true, noDelay: true }).listen(0, '127.0.0.1');
    await once(ends.upstream, 'listening');
    const { port } = ends.upstream.address() as AddressInfo;
    ends.relay = await startComponent(host, files.get(host.version)!, '--to', `127.0.0.1:${port}`);
  });

  test.after(async ({ relay, upstream }) => {
    upstream.close();
    await relay.kill();
  });

  test.before.each(async (ends) => {
    const accepted = once(ends.upstream, 'connection') as Promise<[Socket]>;
    ends.client = await Client.connect(ends.relay.port);
    [ends.far] = await within(accepted, 'the connection to the upstream');
    ends.far.on('error', () => {});
    ends.client.socket.write('hello');
    const [data] = (await within(once(ends.far, 'data'), 'what the client sent')) as [Buffer];
    assert.is(data.toString(), 'hello');
  });

  test.after.each(({ client, far }) => {
    client.socket.destroy();
    far.destroy();
  });

  test('relay: much passes both ways at once, in order, to the end of each', async ({ client, far }) => {
    client.socket.removeAllListeners('data');
    const [up, down] = [digestOf(far), digestOf(client.socket)];
    client.socket.end(MUCH);
    far.end(MUCH.subarray(7));
    assert.is(await up, digest(MUCH));
    assert.is(await down, digest(MUCH.subarray(7)));
  });

  test('relay: an end passes, and the other direction goes on with much', async ({ client, far }) => {
    client.end();
    far.resume();
    await within(once(far, 'end'), 'the end of the client');
    client.socket.removeAllListeners('data');
    const down = digestOf(client.socket);
    far.end(MUCH);
    assert.is(await down, digest(MUCH));
  });

  test(`relay: ${STALLED_CLIENTS} clients that do not read cost ${STALLED_MIB} MiB at most, and get all at last`, async ({
    relay,
    upstream,
  }) => {
    const sockets: Socket[] = [];
    const flood = (far: Socket): void => {
      sockets.push(far.on('error', () => {}));
      far.end(MUCH);
    };
    const before = memoryMib(relay.pid);
    upstream.on('connection', flood);
    const clients = await Client.connectMany(STALLED_CLIENTS, relay.port);
    for (const { socket } of clients) socket.removeAllListeners('data').pause();
    try {
      await within(settled(sockets, STALLED_CLIENTS), 'the end of what is taken');
      const grown = memoryMib(relay.pid) - before;
      assert.ok(grown <= STALLED_MIB, `${grown.toFixed(1)} MiB`);
      assert.is(await digestOf(clients[0]!.socket), digest(MUCH));
    } finally {
      upstream.off('connection', flood);
      for (const { socket } of clients) socket.destroy();
      for (const socket of sockets) socket.destroy();
    }
  });

  test('relay: a reset by the client ends the upstream as a failure', async ({ client, far, relay }) => {
    const end = endOf(far);
    client.socket.resetAndDestroy();
    assert.is(await end, failure);
    await relay.line(/Client failed: /);
  });

  test('relay: a reset by the upstream ends the client as a failure', async ({ client, far, relay }) => {
    const end = endOf(client.socket);
    far.resetAndDestroy();
    assert.is(await end, failure);
    await relay.line(/Upstream failed: /);
  });

  test.run();
}
