/** How guests end that know nothing of a drain, on each engine of the Node host. */
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../../support/client.ts';
import { HOSTS, type Host, type Server, componentFile, startComponent } from '../hosts.ts';
import { unmarked } from './unmarked.ts';

/** A second signal so soon would count as the same Ctrl-C. */
const LATER_MS = 300;

const echo = unmarked(componentFile('echo'));
const udpEcho = unmarked(componentFile('udp-echo'));

async function startEcho(host: Host): Promise<[Server, Client]> {
  const server = await startComponent(host, echo);
  const client = await Client.connect(server.port);
  await client.echo('before');
  return [server, client];
}

async function refusal(port: number): Promise<string | undefined> {
  const refused = await Client.connect(port).catch((error: NodeJS.ErrnoException) => error);
  return (refused as NodeJS.ErrnoException).code;
}

for (const host of HOSTS.filter(({ name }) => name.startsWith('node'))) {
  const test = suite(`drain of a foreign guest on ${host.name}`);

  test('foreign: SIGINT without clients ends with 0', async () => {
    const server = await startComponent(host, echo);
    server.signal('SIGINT');
    assert.is(await within(server.exitCode, 'the end'), 0, server.errorLines.join('\n'));
  });

  test('foreign: SIGTERM refuses new clients, serves who is there until they leave, and ends with 0', async () => {
    const [server, client] = await startEcho(host);
    const other = await Client.connect(server.port);
    await other.echo('other');
    server.signal('SIGTERM');
    while ((await refusal(server.port)) !== 'ECONNREFUSED') await sleep(10);
    await client.echo('still');
    client.end();
    await client.rest();
    await other.echo('and still');
    other.reset();
    assert.is(await within(server.exitCode, 'the end'), 0, server.errorLines.join('\n'));
  });

  test('foreign: a second Ctrl-C ends it at once', async () => {
    const [server, client] = await startEcho(host);
    server.signal('SIGINT');
    await sleep(LATER_MS);
    server.signal('SIGINT');
    assert.is(await within(server.exitCode, 'the end'), 'SIGINT');
    client.reset();
  });

  test('foreign: a server of datagrams has no connections to wait for', async () => {
    const server = await startComponent(host, udpEcho);
    server.signal('SIGTERM');
    assert.is(await within(server.exitCode, 'the end'), 0, server.errorLines.join('\n'));
  });

  test.run();
}
