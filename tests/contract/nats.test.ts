/** The NATS client and Debian's nats-server, on every host. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, freePort, within } from '../support/client.ts';
import { NatsServer, lineOf, nextLine } from '../support/nats-server.ts';
import { INFO, addressOf, scripted } from '../support/scripted-nats.ts';
import { compileGuest } from './guest.ts';
import { HOSTS, type Host, type Server, startComponent } from './hosts.ts';

const GUEST = 'tests/contract/guests/nats';

/** Starts a client by a guest; `told` says what it is told and tells it what to do. */
async function withClient(
  host: Host,
  args: string[],
  run: (told: Client, server: Server) => Promise<void>,
): Promise<void> {
  const server = await startComponent(host, await compileGuest(GUEST, host.version), ...args);
  try {
    const told = await Client.connect(server.port);
    await run(told, server);
    told.end();
  } finally {
    await server.kill();
  }
}

/** What is no NATS, and what is said of it. */
const GARBAGE: [string, RegExp][] = [
  ['HTTP/1.1 400 Bad Request\r\n\r\n', /does not begin with INFO/],
  ['\0\u0001\u0002', /control characters/],
  ['x'.repeat(5000), /a line is too long/],
  [`INFO {"x":"${'y'.repeat(70_000)}`, /a line is too long/],
  ['INFO {"max_payload":"much"}\r\n', /its INFO can not be read/],
  [`${INFO}MSG a 1 99999999999\r\n`, /its MSG can not be read/],
  [`${INFO}MSG a 1 2\r\nabcd`, /not as long as announced/],
  [`${INFO}HMSG a 1 2 3\r\n`, /no command/],
  ['INFO {"tls_required":true}\r\n', /wants TLS/],
];

/** The options of a server that is in a cluster with another one. */
function clusterOptions(own: number, other: number): string[] {
  const [here, there] = [own, other].map((port) => `nats://127.0.0.1:${port}`);
  return ['--cluster_name', 'c', '--cluster', here!, '--routes', there!];
}

const shared = await NatsServer.start();
const secured = await NatsServer.start('--auth', 's3cret"\\');
const owned = await NatsServer.start('--user', 'ada', '--pass', 'p w');

for (const host of HOSTS) {
  const test = suite(`nats on ${host.name}`);

  test('nats: messages go to those who subscribed, with wildcards, and answers come back', () =>
    withClient(host, ['--nats', shared.address, '--nats-payload', '5000'], async (told) => {
      assert.is(await nextLine(told), `connected ${shared.address} 5000`);
      told.send(
        'sub a.*\nsub b.>\npub a.b one\npub b.c.d two\npub a.b.c three\npub a.*\npub a..b\nask a.b four\n',
      );
      const lines: string[] = [];
      while (lines.length < 9) lines.push(await nextLine(told));
      assert.equal(lines.toSorted(), [
        'answer answer to four',
        'got a.b four',
        'got a.b one',
        'got b.c.d two',
        'pub invalid',
        'pub invalid',
        'pub ok',
        'pub ok',
        'pub ok',
      ]);
      const other = await shared.connect();
      const payload = 'x'.repeat(5001);
      told.send('unsub 1\n');
      told.send('many a.x 1 5000\nmany a.x 1 5001\n');
      assert.is(await lineOf(told, /^published/), 'published 1');
      assert.is(await lineOf(told, /^published/), 'published 0');
      other.send(`PUB a.y ${payload.length}\r\n${payload}\r\nPUB b.y 1\r\n1\r\nPUB b.y 1\r\n2\r\n`);
      assert.is(await lineOf(told, /^got b/), 'got b.y 1'); // one more, and then it has ended
      told.send('pub a.z last\ndropped\n');
      assert.is(await lineOf(told, /^dropped/), 'dropped 1');
      assert.is(await lineOf(told, /^got/), 'got a.z last');
      other.end();
    }));

  test('nats: a drain lets a last message leave, and ends the program', () =>
    withClient(host, ['--nats', shared.address], async (told, server) => {
      const other = await shared.connect();
      other.send('SUB last 1\r\nPING\r\n');
      await lineOf(other, /^PONG/);
      await lineOf(told, /^connected/);
      told.send('drain\n');
      await lineOf(other, /^words$/);
      await told.rest();
      told.end();
      assert.is(await within(server.exitCode, 'the end after a drain'), 0);
      other.end();
    }));

  test('nats: each message goes to one of a queue group', () =>
    withClient(host, ['--nats', shared.address], async (told) => {
      await lineOf(told, /^connected/);
      told.send('sub q.* group\nsub q.* group\nsub q.end\nmany q.a 50 10\npub q.end end\n');
      await lineOf(told, /^pub ok/);
      const got: string[] = [];
      for (let line = ''; line !== 'got q.end end';) got.push((line = await nextLine(told)));
      const ofGroup = got.filter((line) => line.startsWith('got q.a')).length;
      assert.is(ofGroup, 50);
    }));

  test('nats: a token, or a user with a password, lets in; without it the reason is told, and the client tries again', async () => {
    await withClient(host, ['--nats', secured.address, '--nats-token', 's3cret"\\'], async (told) => {
      assert.match(await nextLine(told), /^connected/);
    });
    await withClient(
      host,
      ['--nats', owned.address, '--nats-user', 'ada', '--nats-password', 'p w'],
      async (told) => {
        assert.match(await nextLine(told), /^connected/);
      },
    );
    await withClient(host, ['--nats', secured.address, '--nats-token', 'wrong'], async (told) => {
      for (let i = 0; i < 2; i++) {
        assert.is(await nextLine(told), 'complaint Authorization Violation');
        assert.is(await nextLine(told), `lost ${secured.address} Authorization Violation`);
      }
    });
  });

  test('nats: when the server has stopped, publishing is refused; when it is back, subscriptions are as before', async () => {
    const broker = await NatsServer.start();
    try {
      const nobody = await freePort();
      await withClient(host, ['--nats', `127.0.0.1:${nobody},${broker.address}`], async (told) => {
        await lineOf(told, /^connected/);
        told.send('sub a\nsub b\nsub c\nunsub 0\nunsub 1\npub c\n');
        await lineOf(told, /^pub ok/);
        await broker.stop();
        assert.match(await nextLine(told), /^lost /);
        told.send('pub a away\n');
        assert.is(await lineOf(told, /^pub/), 'pub closed');
        await broker.start();
        await lineOf(told, /^connected/);
        told.send('pub c 0\npub b 1\npub b 2\npub a 3\n');
        assert.is(await lineOf(told, /^got/), 'got b 1');
        assert.is(await lineOf(told, /^got/), 'got a 3');
      });
    } finally {
      await broker.stop();
    }
  });

  test('nats: a server that is about to leave is left for another one of its cluster, which the client was not told of', async () => {
    const [routeA, routeB] = [await freePort(), await freePort()];
    const first = await NatsServer.start(...clusterOptions(routeA, routeB));
    const second = await NatsServer.start(...clusterOptions(routeB, routeA));
    try {
      for (let info = ''; !info.includes(second.address);) {
        const asking = await Client.connect(first.port);
        info = await nextLine(asking);
        asking.reset();
      }
      await withClient(host, ['--nats', first.address], async (told) => {
        await lineOf(told, /^connected/);
        first.signal('SIGUSR2');
        assert.is(await nextLine(told), `lost ${first.address} the server is about to leave`);
        assert.match(await lineOf(told, /^connected/), new RegExp(`^connected ${second.address} `));
      });
    } finally {
      await Promise.all([first.stop(), second.stop()]);
    }
  });

  test('nats: a client that reads too slowly is cut off by the server, and comes back', async () => {
    const config = join(mkdtempSync(join(tmpdir(), 'as-selectors-nats-')), 'nats.conf');
    writeFileSync(config, 'max_payload: 100000\nmax_pending: 100000\n');
    const broker = await NatsServer.start('-c', config);
    try {
      await withClient(host, ['--nats', broker.address], async (told, server) => {
        await lineOf(told, /^connected/);
        told.send('sub flood\npub flood first\n');
        await lineOf(told, /^got flood first/);
        server.signal('SIGSTOP');
        const other = await broker.connect();
        const message = Buffer.from(`PUB flood 100000\r\n${'x'.repeat(100_000)}\r\n`);
        for (let i = 0; i < 200; i++) other.socket.write(message);
        other.send('PING\r\n');
        await lineOf(other, /^PONG/);
        server.signal('SIGCONT');
        await lineOf(told, /^lost/);
        await lineOf(told, /^connected/);
        told.send('pub flood again\n');
        await lineOf(told, /^got flood again/);
        other.end();
      });
    } finally {
      await broker.stop();
    }
  });

  test('nats: what is no NATS is one clear failure each time, and the client comes back', async () => {
    const server = await scripted(GARBAGE.map(([bytes]) => bytes));
    try {
      await withClient(host, ['--nats', addressOf(server)], async (told) => {
        for (const [, reason] of GARBAGE) assert.match(await lineOf(told, /^lost/), reason);
        assert.is(await lineOf(told, /^connected/), `connected ${addressOf(server)} 1000`);
      });
    } finally {
      server.close();
    }
  });

  test('nats: a server that answers no pings is lost, and one that reads nothing holds a bounded number of bytes', async () => {
    const server = await scripted([], true);
    try {
      await withClient(host, ['--nats', addressOf(server), '--nats-ping-ms', '500'], async (told) => {
        await lineOf(told, /^connected/);
        told.send('many a 50000 1000\n');
        const [, sent] = (await lineOf(told, /^published/)).split(' ');
        assert.ok(Number(sent) > 3000 && Number(sent) < 5000, sent);
        assert.match(await lineOf(told, /^lost/), /the server does not answer/);
        await lineOf(told, /^connected/);
      });
    } finally {
      server.close();
    }
  });

  if (host === HOSTS.at(-1))
    test.after(() => Promise.all([shared, secured, owned].map((broker) => broker.stop())) as never);
  test.run();
}
