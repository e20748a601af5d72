/** Which upstream a client is connected to, and what becomes of it where there is none, on each host. */
import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, freePort } from '../support/client.ts';
import { HOSTS, type Server } from './hosts.ts';
import { Upstream, deafServer, nameOf, startProxy, visit } from './proxy-upstreams.ts';

/** Where clients come from: all of 127.0.0.0/8 is this machine. */
const SOURCES = Array.from({ length: 30 }, (_, i) => `127.0.0.${i + 2}`);
const CHECKED = [
  '--health-check',
  'tcp',
  '--health-interval',
  '1',
  '--health-rise',
  '1',
  '--health-fall',
  '1',
];

const deaf = await deafServer();

for (const host of HOSTS) {
  const test = suite(`proxy's choice on ${host.name}`);
  let upstreams: Upstream[] = [];
  let proxy: Server | undefined;

  async function start(...args: string[]): Promise<Server> {
    return (proxy = await startProxy(host, upstreams, ...args));
  }

  test.before.each(async () => {
    upstreams = await Promise.all(['a', 'b', 'c'].map((name) => Upstream.start(name)));
  });

  test.after.each(async () => {
    await proxy?.kill();
    for (const upstream of upstreams) await upstream.close();
  });

  test('proxy: with least-connections the upstream with the fewest comes next', async () => {
    const server = await start('--balance', 'least-connections');
    const { port } = server;
    const first = [await visit(port), await visit(port), await visit(port)];
    assert.is(first.map(({ name }) => name).join(''), 'abc');
    first[1]!.client.end();
    await server.outputLines(1); // the session is over for the proxy too, then
    assert.is(await nameOf(port), 'b');
    await server.outputLines(2);
    first.push(await visit(port));
    assert.is(first[3]!.name, 'b');
    for (const { client } of first) client.reset();
  });

  test('proxy: with source-hash a client stays with its upstream, and only clients of one that is down move', async () => {
    const server = await start('--balance', 'source-hash', ...CHECKED);
    const { port } = server;
    const homes = new Map<string, string>();
    for (const source of SOURCES) homes.set(source, await nameOf(port, source));
    assert.is(new Set(homes.values()).size, 3);
    for (const source of SOURCES.slice(0, 5)) assert.is(await nameOf(port, source), homes.get(source));
    await upstreams[1]!.close();
    await server.line(new RegExp(`^Upstream ${upstreams[1]!.address} is down: connection refused$`));
    for (const source of SOURCES) {
      const name = await nameOf(port, source);
      if (homes.get(source) === 'b') assert.is.not(name, 'b');
      else assert.is(name, homes.get(source));
    }
    await upstreams[1]!.open();
    await server.line(new RegExp(`^Upstream ${upstreams[1]!.address} is up$`));
    for (const source of SOURCES.slice(0, 9)) assert.is(await nameOf(port, source), homes.get(source));
  });

  test('proxy: says once that an upstream is down; where none is up, any is tried', async () => {
    const server = await start(...CHECKED);
    for (const upstream of upstreams) await upstream.close();
    await server.line(/is down: connection refused\. None is up: clients are connected to any$/);
    upstreams[2]!.instead = (socket) => void socket.end('c\n');
    await upstreams[2]!.open();
    assert.is(await nameOf(server.port), 'c');
    await server.line(/is up$/);
    assert.is(server.errorLines.filter((text) => text.includes('is down')).length, 3);
  });

  test('proxy: a path that is not answered well puts an upstream down', async () => {
    const asked: IncomingMessage[] = [];
    const statuses = [503, 200];
    const servers = statuses.map((status) =>
      createServer((request, response) => {
        asked.push(request);
        response.writeHead(status).end(`${status}`);
      }).listen(0, '127.0.0.1'),
    );
    const addresses = [];
    for (const server of servers) {
      if (!server.listening) await once(server, 'listening');
      addresses.push({ address: `127.0.0.1:${(server.address() as AddressInfo).port}` });
    }
    try {
      proxy = await startProxy(host, addresses, '--health-check', '/healthz?a=b');
      await proxy.line(new RegExp(`^Upstream ${addresses[0]!.address} is down: status 503$`));
      for (let i = 0; i < 3; i++)
        assert.is(
          (await fetch(`http://127.0.0.1:${proxy.port}/`, { headers: { Connection: 'close' } })).status,
          200,
        );
      assert.is(asked[0]!.url, '/healthz?a=b');
      assert.match(asked[0]!.headers.host!, /^127\.0\.0\.1:\d+$/);
    } finally {
      for (const server of servers) server.close();
    }
  });

  test('proxy: when one refuses or takes too long the next is tried, each once', async () => {
    const refusing = { address: `127.0.0.1:${await freePort()}` };
    proxy = await startProxy(host, [refusing, deaf, upstreams[0]!], '--connect-timeout', '1');
    assert.is(await nameOf(proxy.port), 'a');
    assert.match((await proxy.outputLines(1))[0]!, / retries=2 done$/);
  });

  test('proxy: where no upstream is left the client is dropped, and the reason logged', async () => {
    const refusing = { address: `127.0.0.1:${await freePort()}` };
    proxy = await startProxy(host, [refusing], '--log-format', 'json');
    const client = await Client.connect(proxy.port);
    await client.gone();
    client.socket.destroy();
    const line = JSON.parse((await proxy.outputLines(1))[0]!);
    assert.is(line.reason, 'no upstream: connection refused');
    assert.is(line.upstream, refusing.address);
    assert.is(line.retries, 0);
  });

  test('proxy: at the limit of an upstream clients wait, in the order in which they came', async () => {
    const args = ['--max-upstream-connections', '1', '--connect-timeout', '60'];
    proxy = await startProxy(host, [upstreams[0]!], ...args);
    const { port } = proxy;
    const first = await visit(port);
    const second = await Client.connect(port);
    second.send('2');
    const third = await Client.connect(port);
    third.send('3');
    assert.is(upstreams[0]!.accepted, 1);
    first.client.end();
    assert.is((await second.receive(3)).toString(), 'a\n2');
    assert.is(upstreams[0]!.accepted, 2);
    second.end();
    assert.is((await third.receive(3)).toString(), 'a\n3');
    third.end();
  });

  test('proxy: who waits too long for an upstream with room is dropped, and the reason logged', async () => {
    const args = ['--max-upstream-connections', '1', '--connect-timeout', '1'];
    proxy = await startProxy(host, [upstreams[0]!], ...args);
    const first = await visit(proxy.port);
    const second = await Client.connect(proxy.port);
    await second.gone();
    second.socket.destroy();
    assert.match((await proxy.outputLines(1))[0]!, / - from-client=0 .* every upstream is full: timed out$/);
    first.client.end();
  });

  test.run();
}
