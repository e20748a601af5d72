/** How sessions of a proxy end and what is said of them, and what it says to a wrong command line, on each host. */
import { once } from 'node:events';
import { lookup } from 'node:dns/promises';
import { hostname } from 'node:os';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../support/client.ts';
import { HOSTS, Running } from './hosts.ts';
import { Upstream, startProxy, visit } from './proxy-upstreams.ts';

/** What a header of version 2 begins with. */
const SIGNATURE = '\r\n\r\n\0\r\nQUIT\n';
const UPSTREAM = ['--upstream', '127.0.0.1:1'];
const BAD: [args: string[], message: RegExp][] = [
  [[], /^proxy: --upstream HOST:PORT is missing\. See proxy --help\.$/],
  ...[
    '',
    'x',
    '127.0.0.1',
    '127.0.0.1:0',
    'a:65536',
    '1.2.3.4.5:80',
    '::1:80',
    '[::1:80',
    'a b:1',
    'a:1,',
    '*:1',
  ].map((value): [string[], RegExp] => [
    ['--upstream', value],
    /^proxy: --upstream .*: expected HOST:PORT, such as/,
  ]),
  [['--upstream'], /^proxy: --upstream needs a value/],
  [[...UPSTREAM, '--balance', 'random'], /^proxy: --balance random: expected round-robin,/],
  [
    [...UPSTREAM, '--connect-timeout', '0'],
    /^proxy: --connect-timeout 0: expected a number of seconds from 1/,
  ],
  [
    [...UPSTREAM, '--max-upstream-connections', '0'],
    /^proxy: --max-upstream-connections 0: expected a number from 1/,
  ],
  [
    [...UPSTREAM, '--max-connections', '7937'],
    /^proxy: --max-connections 7937: expected a number from 1 to 7936/,
  ],
  [[...UPSTREAM, '--health-check', 'http'], /^proxy: --health-check http: expected tcp, or a path/],
  [
    [...UPSTREAM, '--health-interval', 'often'],
    /^proxy: --health-interval often: expected a number of seconds/,
  ],
  [[...UPSTREAM, '--health-fall', '0'], /^proxy: --health-fall 0: expected a number from 1/],
  [[...UPSTREAM, '--send-proxy', '2'], /^proxy: --send-proxy 2: expected v1 or v2/],
  [[...UPSTREAM, '--log-format', 'xml'], /^proxy: --log-format xml: expected text, json or off/],
  [[...UPSTREAM, '--health-checks', 'tcp'], /^proxy: unknown option --health-checks/],
];
/** Wrong, but no mistake of the command line. */
const FAILING: [args: string[], message: RegExp][] = [
  [['--upstream', 'no-such-host.invalid:80'], /^proxy: can't look up no-such-host\.invalid: .*\.$/],
  [
    ['--listen', '0.0.0.0:9107', '--upstream', 'localhost:9107'],
    /^proxy: the upstream localhost:9107 is where the proxy listens itself\.$/,
  ],
];

for (const host of HOSTS) {
  const test = suite(`proxy's ends on ${host.name}`);
  let upstream: Upstream;

  test.before(async () => {
    upstream = await Upstream.start('a');
  });

  test.after(() => upstream.close());

  test('proxy: says of each client who it was, what passed and how it ended, and drains', async () => {
    upstream.instead = undefined;
    const command = [...host.command('proxy'), '--listen', '127.0.0.1:0', '--upstream', upstream.address];
    const proxy = new Running(
      [...command, '--drain-on-eof', '--log-format', 'json', '--drain-timeout', '4'],
      undefined,
      'pipe',
    );
    try {
      const port = Number((await proxy.line(/on port (\d+)/))[1]);
      const one = await visit(port);
      assert.is(await one.client.echo('hello'), 'hello');
      one.client.end();
      await one.client.rest();
      const first = JSON.parse((await proxy.outputLines(1))[0]!);
      assert.match(first.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.ok(Number.isInteger(first.microseconds));
      delete first.time;
      delete first.microseconds;
      assert.equal(first, {
        remote: one.client.address,
        upstream: upstream.address,
        bytesFromClient: 5,
        bytesToClient: 7,
        retries: 0,
        reason: 'done',
      });
      const resetting = await visit(port);
      resetting.client.reset();
      assert.match(JSON.parse((await proxy.outputLines(2))[1]!).reason, /^client: connection /);
      const finishing = await visit(port);
      const staying = await visit(port);
      proxy.endInput();
      assert.is(await finishing.client.echo('still served'), 'still served');
      finishing.client.end();
      await finishing.client.rest();
      await staying.client.gone();
      staying.client.socket.destroy();
      assert.is(await within(proxy.exitCode, 'the end after a drain'), 0);
      const reasons = proxy.output
        .trimEnd()
        .split('\n')
        .slice(2)
        .map((line) => JSON.parse(line).reason);
      assert.equal(reasons, ['done', 'drained']);
      assert.is(proxy.errorLines.at(-1), 'Drained: 2 connections finished, 2 cut off');
    } finally {
      await proxy.kill();
    }
  });

  for (const version of ['v1', 'v2']) {
    test(`proxy: with --send-proxy ${version} upstreams and checks begin with a header that says who the client is`, async () => {
      const begins: Promise<Buffer>[] = [];
      upstream.instead = (socket) => {
        begins.push(once(socket, 'data').then(([data]) => data as Buffer));
        socket.write('a\n');
      };
      const proxy = await startProxy(host, [upstream], '--send-proxy', version, '--health-check', 'tcp');
      try {
        const { client } = await visit(proxy.port);
        const [, clientPort] = /:(\d+)$/.exec(client.address)!;
        client.reset();
        const headers = (await Promise.all(begins)).map((data) => data.toString('latin1'));
        const ends = Buffer.alloc(4);
        ends.writeUInt16BE(Number(clientPort), 0);
        ends.writeUInt16BE(proxy.port, 2);
        const expected =
          version === 'v1'
            ? ['PROXY UNKNOWN\r\n', `PROXY TCP4 127.0.0.1 127.0.0.1 ${clientPort} ${proxy.port}\r\n`]
            : [
                `${SIGNATURE}\x20\0\0\0`,
                `${SIGNATURE}\x21\x11\0\x0c\x7f\0\0\x01\x7f\0\0\x01${ends.toString('latin1')}`,
              ];
        assert.equal(headers, expected);
      } finally {
        upstream.instead = undefined;
        await proxy.kill();
      }
    });
  }

  test('proxy: closes what nothing passes on for --idle-timeout, and says so', async () => {
    const proxy = await startProxy(host, [upstream], '--idle-timeout', '1');
    try {
      const { client } = await visit(proxy.port);
      await client.rest();
      client.end();
      assert.match((await proxy.outputLines(1))[0]!, / from-client=0 to-client=2 ms=\d+ retries=0 idle$/);
    } finally {
      await proxy.kill();
    }
  });

  test('proxy: clients above --max-connections wait, whatever it has connected itself', async () => {
    const proxy = await startProxy(host, [upstream], '--max-connections', '2');
    try {
      const first = await visit(proxy.port);
      const second = await visit(proxy.port);
      const third = await Client.connect(proxy.port);
      await proxy.line(/^Limit of 2 connections reached: new clients wait$/);
      first.client.end();
      assert.is((await third.receive(2)).toString(), 'a\n');
      for (const client of [second.client, third]) client.reset();
    } finally {
      await proxy.kill();
    }
  });

  test('proxy: a name that can be looked up is an upstream', async () => {
    const [address] = await lookup(hostname(), { all: true, family: 4 });
    const file = host.command('proxy').at(-1)!;
    const command = host.name.startsWith('node') ? host.command('proxy') : host.run(file, { names: true });
    const where = ['--listen', '127.0.0.1:0', '--upstream', `${hostname()}:${upstream.port}`];
    const proxy = new Running([...command, ...where, '--log-format', 'json']);
    try {
      const port = Number((await proxy.line(/on port (\d+)/))[1]);
      const client = await Client.connect(port);
      client.end();
      await client.gone();
      assert.is(
        JSON.parse((await proxy.outputLines(1))[0]!).upstream,
        `${address!.address}:${upstream.port}`,
      );
    } finally {
      await proxy.kill();
    }
  });

  const outcomes = new Map<string[], Promise<[number | NodeJS.Signals, string[]]>>();

  async function outcomeOf(args: string[]): Promise<[number | NodeJS.Signals, string[]]> {
    const running = new Running([...host.command('proxy'), ...args]);
    try {
      return [await within(running.exitCode, 'the end of a bad command line'), running.errorLines];
    } finally {
      await running.kill();
    }
  }

  test.before(async () => {
    // Each is a process: a few at a time.
    const left = [...BAD, ...FAILING].map(([args]) => args);
    const worker = async (): Promise<void> => {
      for (let args = left.shift(); args; args = left.shift()) {
        outcomes.set(args, outcomeOf(args));
        await outcomes.get(args)!.catch(() => {});
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
  });

  for (const [i, [args, message]] of [...BAD, ...FAILING].entries()) {
    test(`proxy: ${JSON.stringify(args.join(' '))} gets one clear line and the exit code`, async () => {
      const [code, errors] = await outcomes.get(args)!;
      assert.is(errors.length, 1, errors.join('\n'));
      assert.match(errors[0]!, message);
      assert.is(code, i < BAD.length ? host.usageExitCode : 1);
    });
  }

  test.run();
}
