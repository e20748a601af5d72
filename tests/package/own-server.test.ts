import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { componentName } from '../../host/build/wasi-version.ts';
import { Client, freePort } from '../support/client.ts';
import { CLI, HOSTS, type Host, Running } from '../contract/hosts.ts';
import { TEXT, frame } from '../support/frames.ts';
import { NatsServer, nextLine } from '../support/nats-server.ts';
import { npm, userFolder } from './user-folder.ts';

/** The servers of the README and of the guide to writing servers: their blocks of code that can be compiled as they stand. */
const TEXTS = ['README.md', 'assembly/README.md'].map((name) =>
  readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'),
);
const EXAMPLES = [...TEXTS.join('\n').matchAll(/```ts\n(.*?)```/gs)]
  .map(([, code]) => code!)
  .filter((code) => code.includes('export function run'));
const VERSIONS = [...new Set(HOSTS.map(({ version }) => version))];
/** What the clients of an example do, by the port that it names. */
const TALKS: Record<string, (connect: () => Promise<Client>) => Promise<void>> = {
  '9001': async (connect) => {
    const client = await connect();
    await exchange(client, 'as the README says', 'as the README says');
    client.end();
    await client.rest();
  },
  '9002': async (connect) => {
    const client = await connect();
    await exchange(client, 'one\ntwo\nquit\n', '1 one\n2 two\nbye\n');
    client.end();
    await client.rest();
  },
  '9011': async (connect) => {
    const client = await connect();
    await exchange(client, 'one\ntwo\n', '1 one\n2 two\n');
    client.end();
    await client.rest();
  },
  '9004': async (connect) => {
    const [ada, bob] = [await connect(), await connect()];
    await exchange(ada, 'Ada\n', 'Your name?\n* Ada has joined\n');
    await exchange(bob, 'Bob\n', 'Your name?\n* Bob has joined\n');
    await exchange(ada, 'hello\n', '* Bob has joined\nAda: hello\n');
    await exchange(bob, 'hi Ada\n', 'Ada: hello\nBob: hi Ada\n');
    bob.end();
    await bob.rest();
    await exchange(ada, '', 'Bob: hi Ada\n* Bob has left\n');
    ada.end();
    await ada.rest();
  },
  '9006': async (connect) => {
    const client = await connect();
    client.send('GET /assets/a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    assert.match((await client.rest()).toString(), /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\ncompiled in$/s);
    client.end();
  },
  '9007': async (connect) => {
    const client = await connect();
    client.send('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    assert.match((await client.rest()).toString(), /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nthe server says hello$/s);
  },
  '9008': async (connect) => {
    const client = await connect();
    client.send('PUT /notes/a%20b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello');
    client.send('GET /notes/a%20b HTTP/1.1\r\nHost: a\r\n\r\nGET /notes/b HTTP/1.1\r\nHost: a\r\n\r\n');
    client.send('GET /hello/Ada HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    const answers = (await client.rest()).toString();
    const all = [/201 Created.*"saved":true}/, /200 OK.*hello/, /404 Not Found/, /200 OK.*Hello Ada$/];
    assert.match(answers, new RegExp(all.map(({ source }) => source).join('.*'), 's'));
    client.end();
  },
  '9009': async (connect) => {
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13';
    const upgrade = 'Upgrade: websocket\r\nConnection: Upgrade';
    const [ada, bob] = [await connect(), await connect()];
    for (const client of [ada, bob]) {
      client.send(`GET /chat HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n${key}\r\n\r\n`);
      await receiveHead(client);
    }
    ada.send(frame(TEXT, Buffer.from('hi')));
    const said = 'Somebody says: hi';
    for (const client of [ada, bob])
      assert.is((await client.receive(2 + said.length)).subarray(2).toString(), said);
    ada.end();
    bob.end();
  },
  '9010': async (connect) => {
    const client = await connect();
    client.send('GET /load HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    assert.match(
      (await client.rest()).toString(),
      /200 OK.*application\/json.*{"connections":1,"draining":false}$/s,
    );
    client.end();
  },
  '4222': async (connect) => {
    const client = await connect();
    client.send('CONNECT {"verbose":false}\r\nSUB answers 1\r\n');
    for (let answered = false; !answered; await sleep(10)) {
      client.send('PUB greet.me answers 3\r\nAda\r\nPING\r\n');
      for (let line = ''; line !== 'PONG';) {
        line = await nextLine(client);
        if (line.startsWith('MSG')) answered = (await nextLine(client)) === 'Hello Ada';
      }
    }
    client.end();
  },
};

/** The packages that an example needs. */
const JSON_AS = 'json-as@1.6.0';
/** A folder that is compiled into examples which serve one. */
const ASSETS = 'assets';

async function receiveHead(client: Client): Promise<void> {
  for (let text = ''; !text.endsWith('\r\n\r\n');) text += (await client.receive(1)).toString();
}

async function exchange(client: Client, sent: string, received: string): Promise<void> {
  client.send(sent);
  assert.is((await client.receive(received.length)).toString(), received);
}

/** What the example of a client asks. */
const upstream = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
await once(upstream, 'listening');
const asked = String((upstream.address() as AddressInfo).port);

const broker = await NatsServer.start();

const test = suite('own server');
test.after(() => {
  upstream.close().closeAllConnections();
  return broker.stop();
});

/** The command by which a host runs a component where the package is installed. */
function commandOf(host: Host, file: string): string[] {
  const modules = join(userFolder(), 'node_modules');
  if (host.name === 'node')
    return [join(modules, '.bin/as-selectors'), 'run', '--allow-listen', '*', '--allow-connect', '*', file];
  return host
    .run(file)
    .map((word) => (word === CLI[1] ? join(modules, 'as-selectors/dist/host/cli/main.js') : word));
}

test('own server: the guides have an example of one on the selectors, of three on the event loop, of six over HTTP, and of one with NATS', () => {
  assert.is(EXAMPLES.length, Object.keys(TALKS).length);
});

test('own server: without its tools, building says how to get them, and that is how', () => {
  const folder = userFolder();
  writeFileSync(join(folder, 'server.ts'), EXAMPLES[0]!);
  const { status, stderr } = spawnSync('npx', ['as-selectors', 'build', 'server.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.is(status, 1);
  const advice = /^as-selectors: \S+ and \S+ are not installed: npm (install --save-dev \S+ \S+)\n$/;
  assert.match(stderr, advice);
  npm(folder, ...advice.exec(stderr)![1]!.split(' '));
});

for (const example of EXAMPLES) {
  const [documented] = /\b(90[01]\d|4222)\b/.exec(example)!;
  const name = `server-${documented}`;

  test(`own server: the guides' at ${documented} is built by one command for each WASI, and answers on every host`, async () => {
    const folder = userFolder();
    const port = documented === '4222' ? broker.port : await freePort();
    writeFileSync(
      join(folder, `${name}.ts`),
      example.replace(documented, String(port)).replace('8080', asked),
    );
    mkdirSync(join(folder, ASSETS), { recursive: true });
    writeFileSync(join(folder, ASSETS, 'a.txt'), 'compiled in');
    const options = example.includes('embeddedFiles') ? ['--embed', ASSETS] : [];
    if (example.includes('json-as')) {
      npm(folder, 'install', '--no-save', JSON_AS);
      options.push('--transform', 'json-as/transform');
    }
    const builds = VERSIONS.map(async (wasi) => {
      const output = componentName(name, wasi);
      const args = ['as-selectors', 'build', `${name}.ts`, '-o', output, '--wasi', wasi, ...options];
      const [code] = await once(spawn('npx', args, { cwd: folder, stdio: ['ignore', 'ignore', 2] }), 'exit');
      assert.is(code, 0);
    });
    await Promise.all(builds);
    for (const host of HOSTS) {
      const server = new Running(commandOf(host, join(folder, componentName(name, host.version))));
      try {
        await TALKS[documented]!(() => Client.connectSoon(port));
      } finally {
        await server.kill();
      }
    }
  });
}

test('own server: a program can build one too', () => {
  const folder = userFolder();
  const script = `import { build } from 'as-selectors/build';
    const { file } = await build({ source: 'server.ts', output: 'by-program.wasm', debug: true });
    console.log(file);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.is(stdout, 'by-program.wasm\n');
  assert.ok(existsSync(join(folder, 'by-program.wasm')));
});

test.run();
