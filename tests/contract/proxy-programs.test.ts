/** Real programs reach real servers through the proxy, unchanged. */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../support/client.ts';
import { requireProgram, runCommand, unprivilegedUser } from '../support/program.ts';
import { HOSTS, type Host, startServer } from './hosts.ts';
import {
  type RealServer,
  startDownload,
  startIperf,
  startPostgreSql,
  startRedis,
  startSshd,
} from './real-servers.ts';

const HOST = '127.0.0.1';
const GIB = 2 ** 30;
/** One engine of the Node host is enough here, since each program takes seconds. */
const ENGINES = HOSTS.filter(({ name }) => !name.startsWith('node-net'));
const NODE = ENGINES.slice(0, 1);

/** Adds a test for each host: the server, started for the first, is reached through a proxy at a port. */
function through<S extends RealServer>(
  name: string,
  hosts: Host[],
  start: () => Promise<S>,
  run: (port: number, server: S) => Promise<void>,
): void {
  const test = suite(`through the proxy: ${name}`);
  let server: S | undefined;
  for (const host of hosts) {
    test(`${host.name}: ${name}`, async () => {
      server ??= await start();
      const proxy = await startServer(host, 'proxy', '--quiet', '--upstream', `${HOST}:${server.port}`);
      try {
        await run(proxy.port, server);
      } finally {
        await proxy.kill();
      }
    });
  }
  test.after(() => server?.end());
  test.run();
}

through(
  'redis-benchmark sends each command once, and a large value comes back',
  ENGINES,
  startRedis,
  async (port) => {
    const cli = [requireProgram('redis-cli'), '-h', HOST, '-p', `${port}`];
    await runCommand([...cli, 'config', 'resetstat']);
    const load = ['-c', '50', '-n', '20000', '-P', '16', '-t', 'set,lrange_100', '-q'];
    await runCommand([requireProgram('redis-benchmark'), '-h', HOST, '-p', `${port}`, ...load]);
    const value = randomBytes(4_000_000);
    await runCommand([...cli, '-x', 'set', 'large'], value);
    assert.ok((await runCommand([...cli, 'get', 'large'])).subarray(0, -1).equals(value));
    const counts = (await runCommand([...cli, 'info', 'commandstats'])).toString();
    assert.match(counts, /cmdstat_set:calls=20001,/);
    assert.match(counts, /cmdstat_lrange:calls=20000,/);
  },
);

through('iperf3 measures both ways at once', ENGINES, startIperf, async (port) => {
  const client = [requireProgram('iperf3'), '-c', HOST, '-p', `${port}`, '-J'];
  const report = await runCommand([...client, '--bidir', '-P', '2', '-n', '100M']);
  const { end } = JSON.parse(report.toString()) as { end: Record<string, { bytes: number }> };
  assert.ok(end['sum_received']!.bytes > 0);
  assert.ok(end['sum_received_bidir_reverse']!.bytes > 0);
});

through(
  'ssh gives a command its input, and what it says and how it ends back',
  NODE,
  startSshd,
  async (port, sshd) => {
    const options = [
      'StrictHostKeyChecking=no',
      'UserKnownHostsFile=/dev/null',
      'LogLevel=ERROR',
      'BatchMode=yes',
    ];
    const flags = options.flatMap((option) => ['-o', option]);
    const key = ['-F', 'none', '-i', join(sshd.folder, 'client')];
    const who = unprivilegedUser === undefined ? [] : ['-l', unprivilegedUser];
    const ssh = [requireProgram('ssh'), ...key, ...flags, ...who, '-p', `${port}`, HOST];
    const content = randomBytes(20_000_000);
    assert.ok((await runCommand([...ssh, 'cat'], content)).equals(content));
    const code = await runCommand([...ssh, 'exit 7']).then(String, (error: Error) => error.message);
    assert.match(code, /ended with 7/);
  },
);

through(
  'psql copies rows in and out, and pgbench keeps the books',
  ENGINES,
  startPostgreSql,
  async (port) => {
    const where = ['-h', HOST, '-p', `${port}`, '-U', 'postgres'];
    const psql = async (sql: string, input = ''): Promise<string> => {
      const flags = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1'];
      return (
        await runCommand([requireProgram('psql'), ...where, ...flags, '-c', sql, 'postgres'], input)
      ).toString();
    };
    const rows = Array.from({ length: 100_000 }, (_, i) => `${i}\t${'ä'.repeat(i % 50)}\n`).join('');
    await psql('drop table if exists rows; create table rows (number int, text text)');
    await psql('copy rows from stdin', rows);
    assert.is(await psql('copy (select * from rows order by number) to stdout'), rows);
    const pgbench = [requireProgram('pgbench'), ...where];
    await runCommand([...pgbench, '-i', '-q', 'postgres']);
    const report = await runCommand([
      ...pgbench,
      '-n',
      '-c',
      '10',
      '-j',
      '2',
      '-t',
      '100',
      '-M',
      'prepared',
      'postgres',
    ]);
    assert.match(report.toString(), /processed: 1000\/1000\n[^]*failed transactions: 0 /);
    const sums = [
      'sum(delta) from pgbench_history',
      'sum(abalance) from pgbench_accounts',
      'sum(bbalance) from pgbench_branches',
    ];
    const [delta, ...balances] = (await psql(sums.map((sum) => `select ${sum}`).join(' union all '))).split(
      '\n',
    );
    assert.is(await psql('select count(*) from pgbench_history'), '1000\n');
    assert.equal(balances.slice(0, 2), [delta, delta]);
  },
);

through(
  'curl downloads 1 GiB',
  ENGINES,
  () => startDownload(GIB),
  async (port, server) => {
    const curl = spawn(requireProgram('curl'), ['-sS', '--noproxy', '', `http://${HOST}:${port}/`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const hash = createHash('sha256');
    const end = new Promise((resolve) => curl.stdout.pipe(hash).on('finish', resolve));
    await within(end, 'a download');
    assert.is(hash.digest('hex'), server.digest());
  },
);
