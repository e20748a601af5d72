import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { provideNode } from '../../host/tools/node-versions.ts';
import { Client, within } from '../support/client.ts';
import { compileGuest } from './guest.ts';
import { CLI, HOSTS, Running, componentFile, startServer, withServer } from './hosts.ts';

const NODE_HOSTS = HOSTS.filter(({ name }) => name.startsWith('node'));
const root = fileURLToPath(new URL('../../', import.meta.url));
/** A second signal so soon would count as the same Ctrl-C. */
const LATER_MS = 300;

const test = suite('Node host');
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-'));
test.after(() => rmSync(folder, { recursive: true }));

for (const host of NODE_HOSTS) {
  test(`drain: a client gets back what it has sent, then the end; new ones are refused; exit code 0, on ${host.name}`, async () => {
    const server = await startServer(host);
    const client = await Client.connect(server.port);
    const text = 'x'.repeat(500_000);
    await client.echo('here');
    client.send(text);
    await client.receive(1);
    server.signal('SIGTERM');
    assert.is((await client.rest()).length, text.length - 1);
    const refused = await Client.connect(server.port).catch((error: NodeJS.ErrnoException) => error);
    assert.is((refused as NodeJS.ErrnoException).code, 'ECONNREFUSED');
    client.end();
    assert.is(await within(server.exitCode, 'the end after a drain'), 0);
  });

  test(`drain: is noticed at the connection limit too, whether somebody waits or not, on ${host.name}`, async () => {
    for (const waiting of [0, 1]) {
      const server = await startServer(host, 'echo', '--max-connections', '1');
      const client = await Client.connect(server.port);
      await client.echo('hello');
      const others = await Client.connectMany(waiting, server.port);
      server.signal('SIGTERM');
      await client.rest();
      for (const leaver of [client, ...others]) leaver.reset();
      await server.line(/^Client disconnected: /); // ended when the time is over, it would not say so
      assert.is(await within(server.exitCode, 'the end after a drain'), 0);
    }
  });

  test(`drain: Ctrl-C without clients ends with 0, on ${host.name}`, async () => {
    const server = await startServer(host, 'echo', '--listen', 'localhost:0');
    server.signal('SIGINT');
    assert.is(await within(server.exitCode, 'the end after Ctrl-C'), 0);
  });

  test(`drain: the blocking server finishes with the client it serves, on ${host.name}`, async () => {
    const server = await startServer(host, 'blocking-echo');
    const client = await Client.connect(server.port);
    await client.echo('before');
    server.signal('SIGTERM');
    assert.is(await client.echo('after'), 'after');
    client.end();
    assert.is(await within(server.exitCode, 'the end after a drain'), 0);
  });

  test(
    `drain: a second signal ends at once, on ${host.name}`,
    withServer(host, [], async (server) => {
      const client = await Client.connect(server.port);
      await client.echo('hello');
      server.signal('SIGTERM');
      await sleep(LATER_MS);
      server.signal('SIGTERM');
      assert.is(await within(server.exitCode, 'the end after two signals'), 'SIGTERM');
    }),
  );
}

test('drain: connections that do not finish are ended when the time is over', async () => {
  const { serve } = (await import(`${root}dist/host/index.js`)) as typeof import('../../host/index.ts');
  await using guest = serve('echo', { listen: '127.0.0.1:0', args: ['--quiet'] });
  const port = (await guest.ready)[0]!.port;
  const client = await Client.connect(port);
  await client.echo('hello');
  client.socket.pause();
  client.send(Buffer.alloc(24 * 2 ** 20));
  const ended = await within(guest.close({ graceMs: LATER_MS }), 'the end after a drain');
  assert.equal(ended, { exitCode: 0, reason: 'closed' });
  client.reset();
});

async function runCommand(command: string[]): Promise<{ code: number | NodeJS.Signals; errors: string[] }> {
  const running = new Running(command);
  return { code: await within(running.exitCode, 'the end of a bad file'), errors: running.errorLines };
}

const BAD_FILES: [name: string, content: () => Uint8Array | undefined, message: RegExp][] = [
  ['missing.wasm', () => undefined, /: no such file$/],
  ['text.wasm', () => Buffer.from('hello, this is no wasm'), /: not a WebAssembly file$/],
  ['empty.wasm', () => Buffer.alloc(0), /: not a WebAssembly file$/],
  ['core.wasm', () => Buffer.from('0061736d01000000', 'hex'), /: a core module, not a component: /],
  [
    'cut.wasm',
    () => readFileSync(componentFile('echo')).subarray(0, 9000),
    /: the file is damaged or cut off$/,
  ],
  ['new.wasm', () => readFileSync(componentFile('echo', '0.3')), /: it is built for WASI 0\.3, /],
  [
    'bare.wasm',
    () => Buffer.from('0061736d0d000100', 'hex'),
    /: it does not export wasi:cli\/run@0\.2: only commands can be run here$/,
  ],
];

for (const [name, content, message] of BAD_FILES) {
  for (const host of NODE_HOSTS)
    test(`run: ${name} on ${host.name} gets one clear line and exit code 1`, async () => {
      const file = join(folder, name);
      const bytes = content();
      if (bytes) writeFileSync(file, bytes);
      const { code, errors } = await runCommand(host.run(file));
      assert.is(code, 1);
      assert.is(errors.length, 1, errors.join('\n'));
      assert.ok(errors[0]!.startsWith(`as-selectors: can't run ${file}: `), errors[0]);
      assert.match(errors[0]!, message);
    });
}

for (const host of NODE_HOSTS) {
  test(`run: a trap is reported with what the guest said, and exit code 134, on ${host.name}`, async () => {
    const file = await compileGuest('tests/contract/guests/trap');
    const { code, errors } = await runCommand(host.run(file));
    assert.is(code, 134);
    assert.match(errors[0]!, /^guest bug: this can not be \(tests\/contract\/guests\/trap\.ts:\d+\)$/);
    assert.match(errors[1]!, /trap\.wasm trapped: unreachable$/);
    assert.is(errors.length, 2);
  });
}

test('run: hands the arguments on to the component', async () => {
  const { code, errors } = await runCommand([...CLI, 'run', componentFile('echo'), '--listen', 'nonsense']);
  assert.is(code, 2);
  assert.match(errors[0]!, /^echo: --listen nonsense: /);
});

test('command: an engine that the machine does not have is told what it needs, with exit code 1', async () => {
  const old = [provideNode('22'), CLI[1]!, '--engine', 'node-net', 'echo'];
  const { code, errors } = await runCommand(old);
  assert.is(code, 1);
  assert.is(errors.length, 1);
  assert.match(errors[0]!, /^as-selectors: the node-net engine needs Node 24\.20 or later, .* this is 22\./);
});

test('run: a component may do nothing but what it is allowed', async () => {
  const listen = ['--listen', '127.0.0.1:0'];
  const denied = await runCommand([
    ...CLI,
    'run',
    '--allow-listen',
    '127.0.0.2:0',
    componentFile('echo'),
    ...listen,
  ]);
  assert.is(denied.code, 1);
  const [host, guest] = denied.errors.toSorted(); // which of the two threads writes first is open
  assert.is(host, 'as-selectors: denied: --allow-listen 127.0.0.1:0 was not given');
  assert.match(guest!, /^echo: can't listen on 127\.0\.0\.1:0: access denied\./);
  const running = new Running([
    ...CLI,
    'run',
    '--allow-listen=127.0.0.1:0',
    componentFile('echo'),
    ...listen,
  ]);
  await running.line(/on port (\d+)/);
  await running.kill();
});

test('command: our own servers may do just what their flags name', async () => {
  const server = await startServer(NODE_HOSTS[0]!, 'echo', '--listen', 'localhost:0', '--listen=127.0.0.1:0');
  assert.is(server.errorLines.filter((line) => line.startsWith('Listening')).length, 3);
  await server.kill();
});

for (const args of [
  [],
  ['frobnicate'],
  ['run'],
  ['run', '--allow-listen'],
  ['run', '--allow-listen=a', 'a.wasm'],
  ['--engine', 'magic', 'echo'],
  ['--engine'],
]) {
  test(`command: "${args.join(' ')}" is told what is wrong, with exit code 2`, async () => {
    const { code, errors } = await runCommand([...CLI, ...args]);
    assert.is(code, 2);
    assert.is(errors.length, 1);
    assert.match(errors[0]!, /^as-selectors: .* See as-selectors --help\.$/);
  });
}

test.run();
