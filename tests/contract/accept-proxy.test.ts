/** Proxies that say for whom they connect: the shipped servers behind HAProxy and curl, and what is refused, on each host. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, freePort, within } from '../support/client.ts';
import { requireProgram, runCommand } from '../support/program.ts';
import { IPV4_ADDRESSES, IPV6_ADDRESSES, binary } from '../support/proxy-headers.ts';
import { HOSTS, type Host, Running, type Server, startServer } from './hosts.ts';

const SENDING = ['send-proxy', 'send-proxy-v2', 'send-proxy-v2 proxy-v2-options crc32c,unique-id'];
const SERVERS = ['echo', 'lines', 'http'];
const ACCEPT = ['--accept-proxy', '127.0.0.2,127.0.0.1', '--accept-proxy', '::1'];
const LINE = 'PROXY TCP4 192.0.2.1 10.0.0.2 258 443\r\n';

/** HAProxy in front of servers, each by each way to send headers. */
class HaProxy {
  private constructor(
    private readonly running: Running,
    private readonly folder: string,
    private readonly ports: Map<string, number>,
  ) {}

  static async start(servers: Record<string, Server>): Promise<HaProxy> {
    const folder = mkdtempSync(join(tmpdir(), 'as-selectors-haproxy-'));
    const ports = new Map<string, number>();
    let config = 'defaults\n mode tcp\n timeout connect 30s\n timeout client 60s\n timeout server 60s\n';
    for (const [name, { port }] of Object.entries(servers))
      for (const how of SENDING) {
        const own = await freePort();
        ports.set(`${name} ${how}`, own);
        config += `listen l${own}\n bind 127.0.0.1:${own}\n server s 127.0.0.1:${port} ${how}\n`;
      }
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, config);
    return new HaProxy(new Running([requireProgram('haproxy'), '-db', '-f', file]), folder, ports);
  }

  connect(server: string, how: string): Promise<Client> {
    return Client.connectSoon(this.ports.get(`${server} ${how}`)!);
  }

  async stop(): Promise<void> {
    await this.running.kill();
    rmSync(this.folder, { recursive: true });
  }
}

/** Clients that do not send what they have to, of a server of their own: their time passes while the tests run. */
class Waiting {
  private constructor(
    readonly server: Server,
    /** Connects and leaves, as a health check. */
    readonly check: Client,
    /** Sends a part of a header. */
    readonly slow: Client,
  ) {}

  static async start(host: Host): Promise<Waiting> {
    const server = await startServer(host, 'lines', ...ACCEPT);
    const check = await Client.connect(server.port);
    check.end();
    const slow = await Client.connect(server.port);
    slow.send(LINE.slice(0, 20));
    return new Waiting(server, check, slow);
  }
}

const waiting = await Promise.all(HOSTS.map((host) => Waiting.start(host)));

for (const [index, host] of HOSTS.entries()) {
  const test = suite(`--accept-proxy on ${host.name}`);
  const servers: Record<string, Server> = {};

  test.before(async () => {
    for (const name of SERVERS) servers[name] = await startServer(host, name, ...ACCEPT);
  });
  test.after(async () => {
    for (const server of [...Object.values(servers), waiting[index]!.server]) await server.kill();
  });

  test('--accept-proxy: behind HAProxy, each server sees the client, by each form of header', async () => {
    const haproxy = await HaProxy.start(servers);
    try {
      for (const how of SENDING) {
        for (const name of ['echo', 'lines']) {
          const client = await haproxy.connect(name, how);
          client.send('hello\n');
          const answer = name === 'echo' ? 'hello\n' : '1 hello\n';
          assert.is((await client.receive(answer.length)).toString(), answer);
          await servers[name]!.line(new RegExp(`^Client connected: ${client.address}$`));
          client.end();
          await client.rest();
        }
        const client = await haproxy.connect('http', how);
        client.send(`GET /healthz?${how.length} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
        assert.match((await client.rest()).toString(), /^HTTP\/1\.1 200 [^]*\r\n\r\nok\n$/);
        client.end();
      }
    } finally {
      await haproxy.stop();
    }
  });

  test('--accept-proxy: curl --haproxy-protocol is served', async () => {
    const url = `http://127.0.0.1:${servers['http']!.port}/healthz`;
    const answer = await runCommand([
      requireProgram('curl'),
      '-sS',
      '--haproxy-protocol',
      '--noproxy',
      '',
      url,
    ]);
    assert.is(answer.toString(), 'ok\n');
  });

  for (const name of ['echo', 'lines'])
    test(`--accept-proxy: ${name} takes a header in pieces, and no byte of what follows`, async () => {
      const client = await Client.connect(servers[name]!.port);
      const text = Buffer.from(`${LINE}hello\n`);
      for (let i = 0; i < text.length; i += 3) {
        client.send(text.subarray(i, i + 3));
        await new Promise(setImmediate);
      }
      const answer = name === 'echo' ? 'hello\n' : '1 hello\n';
      assert.is((await client.receive(answer.length)).toString(), answer);
      await servers[name]!.line(/^Client connected: 192\.0\.2\.1:258$/);
      client.end();
      await servers[name]!.line(/^Client disconnected: 192\.0\.2\.1:258$/);
    });

  test('--accept-proxy: a client whose header says nothing of it keeps its own address', async () => {
    for (const header of ['PROXY UNKNOWN\r\n', binary(0x20, 0, Buffer.alloc(3))]) {
      const client = await Client.connect(servers['echo']!.port);
      client.send(header);
      assert.is(await client.echo('a'), 'a');
      await servers['echo']!.line(new RegExp(`^Client connected: ${client.address}$`));
      client.end();
    }
  });

  test('--accept-proxy: a proxy that sends no header, or a wrong one, is closed, and others are served', async () => {
    const silent = await Client.connect(servers['echo']!.port);
    for (const name of SERVERS) {
      const lies = [
        'GET / HTTP/1.1\r\n\r\n',
        LINE.replace('258', '65536'),
        binary(0x21, 0x11, IPV4_ADDRESSES, 11),
      ];
      const cut = binary(0x21, 0x21, IPV6_ADDRESSES).subarray(0, 30);
      for (const lie of [...lies, cut]) {
        const client = await Client.connect(servers[name]!.port);
        client.send(lie);
        if (lie === cut) client.end();
        await client.gone();
        client.reset();
      }
      const line = await servers[name]!.line(/^Client refused: 127\.0\.0\.1:\d+ \((.*)\)$/);
      assert.is(line[1], 'no PROXY header, or a wrong one');
    }
    silent.send(LINE + 'late');
    assert.is((await silent.receive(4)).toString(), 'late');
    silent.end();
  });

  test('--accept-proxy: a proxy that sends no header is seen off in time, and a quiet health check is not told of', async () => {
    const { server, check, slow } = waiting[index]!;
    await check.gone();
    await slow.gone();
    await server.line(new RegExp(`^Client refused: ${slow.address} \\(no PROXY header in time\\)$`));
    assert.not(server.errorLines.some((line) => line.includes(check.address)));
  });

  test('--accept-proxy: what others send is data, whatever it looks like', async () => {
    const server = await startServer(host, 'echo', '--accept-proxy', '10.0.0.0/8,::/0');
    try {
      const client = await Client.connect(server.port);
      assert.is(await client.echo(LINE), LINE);
      await server.line(new RegExp(`^Client connected: ${client.address}$`));
      client.end();
    } finally {
      await server.kill();
    }
  });

  test('--accept-proxy: what is no address is told so', async () => {
    const server = new Running([...host.command('echo'), '--accept-proxy', '10.0.0.0/33']);
    assert.is(await within(server.exitCode, 'the end of a bad command line'), host.usageExitCode);
    assert.match(
      server.errorLines[0]!,
      /^echo: --accept-proxy 10\.0\.0\.0\/33: expected addresses .*See echo --help\.$/,
    );
    assert.is(server.errorLines.length, 1);
  });

  test.run();
}
