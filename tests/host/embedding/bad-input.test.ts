import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ServeOptions } from '../../../host/index.ts';
import { within } from '../../support/client.ts';
import { componentFile } from '../../contract/hosts.ts';
import { componentOf, coreModule } from '../bytes.ts';
import {
  ANY_PORT,
  API_FILE,
  ComponentError,
  GuestError,
  ListenError,
  OptionError,
  failureOf,
  run,
  serve,
} from './api.ts';

const test = suite('bad input');

const echo = readFileSync(componentFile('echo'));
const COMPONENTS: [what: string, component: string | URL | Uint8Array, code: string, message: RegExp][] = [
  [
    'a missing file',
    '/nowhere/at-all.wasm',
    'ERR_FILE_NOT_FOUND',
    /^can't run \/nowhere\/at-all\.wasm: no such file$/,
  ],
  [
    'a missing file of a URL',
    new URL('file:///nowhere.wasm'),
    'ERR_FILE_NOT_FOUND',
    /^can't run \/nowhere\.wasm: /,
  ],
  ['a folder', '/', 'ERR_FILE_UNREADABLE', /^can't run \/: EISDIR/],
  ['text', API_FILE, 'ERR_NOT_WASM', /: not a WebAssembly file$/],
  ['no bytes', new Uint8Array(), 'ERR_NOT_WASM', /^can't run the component: not a WebAssembly file$/],
  [
    'a core module',
    Buffer.from('0061736d01000000', 'hex'),
    'ERR_CORE_MODULE',
    /: a core module, not a component: /,
  ],
  ['a file that is cut off', echo.subarray(0, 9000), 'ERR_MALFORMED', /: the file is damaged or cut off$/],
  [
    'a component for WASI 0.3',
    componentFile('echo', '0.3'),
    'ERR_WASI_VERSION',
    /: it is built for WASI 0\.3, /,
  ],
  [
    'a component without a command',
    Buffer.from('0061736d0d000100', 'hex'),
    'ERR_NOT_A_COMMAND',
    /: it does not export wasi:cli\/run@0\.2: /,
  ],
];

for (const [what, component, code, message] of COMPONENTS) {
  test(`bad input: ${what} is a ComponentError ${code}, for ready and finished`, async () => {
    await using server = serve(component);
    for (const promise of [server.ready, server.finished]) {
      const error = await failureOf(within<unknown>(promise, 'a failure'));
      assert.instance(error, ComponentError);
      assert.is(error['code'], code);
      assert.match(error.message, message);
    }
  });
}

test('bad input: a component that needs what the host lacks is a ComponentError that names it', async () => {
  const needy = componentOf(
    await coreModule(`@external('wasi:nn/graph@0.2.0', 'load') declare function load(): i32;
      export function run(): i32 { return load(); }`),
  );
  const error = await failureOf(within(run(needy), 'a failure'));
  assert.instance(error, ComponentError);
  assert.is(error['code'], 'ERR_MISSING_IMPORT');
  assert.match(error.message, /: it needs wasi:nn\/graph@0\.2\.0 load, which this host does not have$/);
});

const OPTIONS: [option: string, options: ServeOptions, message: RegExp][] = [
  ['listen', { listen: 'nonsense' }, /^listen: nonsense: expected HOST:PORT/],
  ['listen', { listen: ['127.0.0.1:0', '127.0.0.1:70000'] }, /^listen: 127\.0\.0\.1:70000: the port must be/],
  ['listen', { listen: 'example.com:80' }, /^listen: example\.com:80: only an IPv4 address/],
  ['listen', { listen: '*:80' }, /^listen: \*:80: expected one address and one port/],
  ['listen', { listen: '10.0.0.0/8:80' }, /expected one address and one port/],
  ['listen', { listen: [80] as never }, /^listen: expected strings, not 80$/],
  [
    'permissions.listen',
    { permissions: { listen: 'example.com:80' } },
    /^permissions\.listen: example\.com:80: /,
  ],
  ['permissions.connect', { permissions: { connect: 'a b:80' } }, /^permissions\.connect: a b:80: /],
  ['permissions.resolve', { permissions: { resolve: 'a b' } }, /^permissions\.resolve: a b: /],
  ['workers', { workers: 0 }, /^workers: expected a whole number from 1 to 1024, not 0$/],
  ['workers', { workers: 1.5 }, /^workers: /],
  ['workers', { workers: '2' as never }, /^workers: /],
  [
    'limits.connections',
    { limits: { connections: 0 } },
    /^limits\.connections: expected a whole number from 1 on, not 0$/,
  ],
  ['limits.memoryBytes', { limits: { memoryBytes: 5 } }, /^limits\.memoryBytes: /],
  ['limits.memoryBytes', { limits: { memoryBytes: 2 ** 33 } }, /from 65536 to 4294967296, not/],
  [
    'limits.handles',
    { limits: { handles: 0 } },
    /^limits\.handles: expected a whole number from 1 to 4194303/,
  ],
  ['limits.graceMs', { limits: { graceMs: -1 } }, /^limits\.graceMs: /],
  ['restart.minDelayMs', { restart: { minDelayMs: 0 } }, /^restart\.minDelayMs: /],
  [
    'restart.maxDelayMs',
    { restart: { maxDelayMs: 9, minDelayMs: 10 } },
    /: expected minDelayMs, 10, or more, not 9$/,
  ],
  ['permisions', { permisions: {} } as never, /^permisions: no such option; did you mean permissions\?$/],
  [
    'permissions.Listen',
    { permissions: { Listen: '*' } } as never,
    /: no such option; did you mean listen\?$/,
  ],
  [
    'limits.timeoutMs',
    { limits: { timeoutMs: 5 } } as never,
    /: no such option; expected connections, sockets, /,
  ],
  [
    'restart.delay',
    { restart: { delay: undefined } } as never,
    /: no such option; expected minDelayMs, maxDelayMs$/,
  ],
  ['engine', { engine: 'magic' as never }, /^engine: expected auto, epoll or node-net, not magic$/],
  ['stdin', { stdin: 'pipe' as never }, /^stdin: /],
];

for (const [option, options, message] of OPTIONS) {
  test(`bad input: ${JSON.stringify(options)} is an OptionError, thrown at once`, () => {
    assert.throws(
      () => serve('echo', options),
      (error: InstanceType<typeof OptionError>) =>
        error instanceof OptionError &&
        error.code === 'ERR_INVALID_OPTION' &&
        error.option === option &&
        message.test(error.message),
    );
  });
}

for (const component of [7, null, {}, new URL('http://127.0.0.1/a.wasm')]) {
  test(`bad input: ${String(component)} for a component is an OptionError`, () => {
    assert.throws(
      () => serve(component as never),
      (error: unknown) => error instanceof OptionError && error.option === 'component',
    );
  });
}

test('bad input: an option of close that there is none of is an OptionError, and nothing is closed', async () => {
  await using server = serve('echo', ANY_PORT);
  await server.ready;
  assert.throws(
    () => server.close({ grace: 5 } as object),
    (error: Error) =>
      error instanceof OptionError && error.message === 'grace: no such option; did you mean graceMs?',
  );
  assert.is((await within(server.stop(), 'its end')).reason, 'stopped');
});

test('bad input: a port in use is a ListenError with the code and the address of the system error', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  for (const workers of [undefined, 2]) {
    await using server = serve('echo', { listen: `127.0.0.1:${port}`, ...(workers && { workers }) });
    const error = await failureOf(within(server.ready, 'a failure'));
    assert.instance(error, ListenError);
    assert.equal(
      [error['code'], error['address'], error['port'], error['syscall']],
      ['EADDRINUSE', '127.0.0.1', port, 'listen'],
    );
    assert.is(error.message, `listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
    assert.equal(await within(server.finished, 'its end'), { exitCode: 1, reason: 'exited' });
  }
  other.close();
});

test('bad input: an address of no machine is a ListenError', async () => {
  const { code, address } = await failureOf(serve('echo', { listen: '192.0.2.1:0' }).ready);
  assert.equal([code, address], ['EADDRNOTAVAIL', '192.0.2.1']);
});

test('bad input: a flag that no permission was given for is a ListenError that says which', async () => {
  await using server = serve('echo', { args: ['--listen', '127.0.0.1:0'] });
  const error = await failureOf(within(server.ready, 'a failure'));
  assert.instance(error, ListenError);
  assert.is(error['code'], 'ERR_ACCESS_DENIED');
  assert.match(error.message, /not permitted: add it to permissions\.listen 127\.0\.0\.1:0$/);
});

test('bad input: a server that ends before it listens is a GuestError with what it said', async () => {
  await using server = serve('echo', { args: ['--nonsense'] });
  const error = await failureOf(within(server.ready, 'a failure'));
  assert.instance(error, GuestError);
  assert.equal([error['code'], error['exitCode']], ['ERR_GUEST_ENDED', 2]);
  assert.match(error['stderr'] as string, /^echo: unknown option --nonsense/);
  assert.equal(await within(server.finished, 'its end'), { exitCode: 2, reason: 'exited' });
});

if (!('Suspending' in WebAssembly)) {
  test('bad input: an engine that this Node does not have is a GuestError that says what it needs', async () => {
    const error = await failureOf(within(serve('echo', { engine: 'node-net' }).ready, 'a failure'));
    assert.instance(error, GuestError);
    assert.is(error['code'], 'ERR_ENGINE_UNAVAILABLE');
    assert.match(error.message, /^the node-net engine needs Node 24/);
  });
}

test('bad input: errors are emitted too, where somebody listens', async () => {
  await using server = serve('/nowhere.wasm');
  const [error] = (await within(once(server, 'error'), 'an error')) as [Error];
  assert.instance(error, ComponentError);
});

test.run();
