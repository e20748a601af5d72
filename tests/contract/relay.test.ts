/** What a relay passes on between real peers, on each host. */
import { once } from 'node:events';
import { type AddressInfo, type Server as NetServer, type Socket, createServer } from 'node:net';
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
