/** `--admin`, on each host: what it answers, and that a drain by it works where there are no signals. */
import { execFileSync, spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../support/client.ts';
import { HOSTS, type Host, Running, type Server, startServer } from './hosts.ts';
import { ask } from './http-ask.ts';

/** The servers that take it, each with a metric of its own and further arguments. */
const SERVERS: [name: string, metric: string, ...args: string[]][] = [
  ['lines', 'lines_answered_total'],
  ['udp-echo', 'udp_datagrams_received_total'],
  ['http', 'http_request_duration_seconds_count'],
  ['chat', 'chat_messages_total', '--listen-http', 'off'],
];
/** As many as an admin server serves at once. */
const ADMIN_CONNECTIONS = 16;

interface AdminServer extends Server {
  adminPort: number;
}

/** Runs a case against a fresh server and ends it, whatever comes. */
async function withAdmin(
  host: Host,
  args: string[],
  run: (server: AdminServer) => Promise<void>,
  name = 'lines',
): Promise<void> {
  const server = await startServer(host, name, '--admin', '127.0.0.1:0', ...args);
  try {
    const [, port] = await server.line(/^Admin listening on 127\.0\.0\.1:(\d+)$/);
    await run(Object.assign(server, { adminPort: Number(port) }));
  } finally {
    await server.kill();
  }
}

async function statusOf(...args: Parameters<typeof ask>): Promise<number> {
  return (await ask(...args)).status;
}

/** Fills an admin server with connections whose request does not come; it has to answer another, and drop them. */
async function fill({ adminPort }: AdminServer): Promise<void> {
  const clients = await Client.connectMany(ADMIN_CONNECTIONS, adminPort);
  for (const client of clients) client.send('GET /healthz HTTP/1.1\r\n');
  assert.is(await statusOf(adminPort, '/healthz'), 200);
  for (const client of clients) await client.gone();
}

for (const host of HOSTS) {
  const test = suite(`admin on ${host.name}`);

  for (const [name, metric, ...args] of SERVERS) {
    test(`admin: ${name} has metrics that promtool finds nothing wrong with, its own among them`, () =>
      withAdmin(
        host,
        args,
        async ({ adminPort }) => {
          const { status, headers, body } = await ask(adminPort, '/metrics');
          assert.is(status, 200);
          assert.is(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
          const {
            status: code,
            stdout,
            stderr,
            error,
          } = spawnSync('promtool', ['check', 'metrics'], { input: body, encoding: 'utf8' });
          assert.not(error, `promtool of Debian's package prometheus has to be there: ${error?.message}`);
          assert.is(code, 0, stdout + stderr);
          assert.is(stdout + stderr, '');
          assert.match(body.toString(), new RegExp(`^${metric} 0$`, 'm'));
        },
        name,
      ));
  }

  test('admin: metrics count clients, bytes, failures and turns, and not what is asked for them', () =>
    withAdmin(host, [], async (server) => {
      const clients = await Client.connectMany(3, server.port);
      for (const client of clients) {
        client.send('hello\n');
        await client.receive(8);
      }
      clients[0]!.reset();
      await server.line(/^Client disconnected: .*\(connection (?:lost|reset)\)$/);
      clients[1]!.end();
      await clients[1]!.rest();
      await server.line(/^Client disconnected: [^(]*$/);
      const text = (await ask(server.adminPort, '/metrics')).body.toString();
      const value = (sample: string): number => {
        const line = text.split('\n').find((one) => one.startsWith(`${sample} `));
        return Number(line?.split(' ').at(-1));
      };
      assert.is(value('selectors_connections{state="open"}'), 1);
      assert.is(value('selectors_connections_accepted_total'), 3);
      assert.is(value('selectors_connections_closed_total'), 2);
      assert.is(value('selectors_received_bytes_total'), 18);
      assert.is(value('selectors_sent_bytes_total'), 24);
      const kinds = ['connection lost', 'connection reset'];
      const failed = kinds.map((kind) => value(`selectors_connections_failed_total{kind="${kind}"}`));
      assert.equal(failed.toSorted(), [0, 1]);
      assert.is(value('lines_answered_total'), 3);
      assert.is(value('selectors_turn_duration_seconds_count'), value('selectors_turns_total') - 1);
      assert.is(
        value('selectors_turn_duration_seconds_bucket{le="+Inf"}'),
        value('selectors_turn_duration_seconds_count'),
      );
      assert.ok(value('selectors_registered_objects') >= 3);
    }));

  test('admin: POST /drain is answered when all has drained, /readyz says 503 until then, and the server ends with 0', () =>
    withAdmin(host, [], async (server) => {
      const { port, adminPort } = server;
      assert.equal(execFileSync('curl', ['-s', `http://127.0.0.1:${adminPort}/healthz`]).toString(), 'ok\n');
      assert.is((await ask(adminPort, '/readyz')).status, 200);
      const client = await Client.connect(port);
      client.send('a\n');
      await client.receive(4);
      const drain = new Running(['curl', '-s', '-X', 'POST', `http://127.0.0.1:${adminPort}/drain`]);
      while ((await ask(adminPort, '/readyz')).status === 200);
      assert.is((await ask(adminPort, '/healthz')).status, 200);
      assert.match((await ask(adminPort, '/metrics')).body.toString(), /^selectors_draining 1$/m);
      assert.is(drain.output, '');
      client.end(); // until now the server waited for that
      assert.is(await within(drain.exitCode, 'the answer to POST /drain'), 0);
      assert.is(drain.output, 'drained\n');
      assert.is(await within(server.exitCode, 'the end after a drain'), 0);
      assert.is(server.errorLines.at(-1), 'Drained: 1 connections finished, 0 cut off');
    }));

  test('admin: it answers while the server is full of clients', () =>
    withAdmin(host, ['--max-connections', '1'], async ({ port, adminPort }) => {
      const client = await Client.connect(port);
      client.send('a\n');
      await client.receive(4);
      const waiting = await Client.connect(port);
      assert.is((await ask(adminPort, '/healthz')).status, 200);
      assert.is((await ask(adminPort, '/readyz')).status, 200);
      waiting.end();
      client.end();
    }));

  test('admin: what is no request for it is told so', () =>
    withAdmin(host, [], async ({ adminPort }) => {
      assert.is(await statusOf(adminPort, '/'), 404);
      assert.is(await statusOf(adminPort, '/drain'), 405);
      assert.is(await statusOf(adminPort, '/metrics', {}, 'POST'), 405);
      assert.is(await statusOf(adminPort, '/drain', { Origin: 'http://a' }, 'POST'), 403);
      assert.is(await statusOf(adminPort, 'no-target'), 404);
      assert.is(await statusOf(adminPort, '/healthz', { 'Content-Length': 'x' }), 400);
      assert.is(await statusOf(adminPort, '/healthz', { A: 'x'.repeat(9000) }), 431);
      assert.is(await statusOf(adminPort, '/healthz?probe=1', {}, 'HEAD'), 200);
      const pieces = await Client.connect(adminPort);
      for (const byte of 'GET /healthz HTTP/1.0\r\n\r\n') pieces.send(byte);
      assert.match((await pieces.rest()).toString(), /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nok\n$/);
      assert.is(await statusOf(adminPort, '/readyz'), 200);
    }));

  for (const [name, args, message] of [
    ['lines', ['--admin', 'nonsense'], /^lines: --admin nonsense: expected HOST:PORT/],
    ['lines', ['--admin'], /^lines: --admin needs a value\./],
    ['lines', ['--admin', 'localhost:9002'], /^lines: --admin 127\.0\.0\.1:9002: clients have that address/],
    ['lines', ['--admin=[::1]:7', '--listen=[::]:7'], /^lines: --admin \[::1\]:7: clients have that address/],
    [
      'blocking-echo',
      ['--admin', '127.0.0.1:0'],
      /^blocking-echo: --admin: this server waits for one client/,
    ],
  ] as const) {
    test(`admin: ${name} ${args.join(' ')} gets one clear line and the exit code`, async () => {
      const server = new Running([...host.command(name), ...args]);
      assert.is(await within(server.exitCode, 'the end of a bad command line'), host.usageExitCode);
      assert.is(server.errorLines.length, 1, server.errorLines.join('\n'));
      assert.match(server.errorLines[0]!, message);
    });
  }

  test.run();
}

const silent = suite('admin, silent clients');

silent(
  'admin: on every host, connections whose request does not come are dropped, and do not keep others away',
  async () => {
    await Promise.all(HOSTS.map((host) => withAdmin(host, [], fill)));
  },
);

silent.run();
