/** What as-selectors/jco lets a component do, and how it is closed: its functions called without a component. */
import { spawnSync } from 'node:child_process';
import { closeSync, fstatSync, openSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../../support/client.ts';
import type { WasiOptions } from '../../../host/jco/index.ts';
import type { IpSocketAddress } from '../../../host/jco/values.ts';

/** The package as users get it: the thread that looks names up needs the built file. */
const JCO = new URL('../../../dist/host/jco/index.js', import.meta.url).href;
const jco = (await import(JCO)) as typeof import('../../../host/jco/index.ts');
const { close, configure, createImports, environment, instanceNetwork } = jco;

const test = suite('jco: world');
const LOOPBACK: IpSocketAddress = { tag: 'ipv4', val: { address: [127, 0, 0, 1], port: 0 } };
const SOMEWHERE: IpSocketAddress = { tag: 'ipv4', val: { address: [127, 0, 0, 1], port: 9 } };

type Folder = InstanceType<typeof jco.types.Descriptor>;
/** The method by which jco's code drops a resource. */
const DISPOSE: unique symbol = ((Symbol as { dispose?: symbol }).dispose ?? Symbol.for('dispose')) as never;
type Droppable = { [DISPOSE](): void };

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

/* These count open files, so they come before those whose threads may still be ending. */
const CLOSED = /^as-selectors\/jco is closed: /;
const countFiles = (): number => readdirSync('/proc/self/fd').length;

/** Waits until no more files are open than before: other threads of this process open and close some too. */
async function untilClosed(before: number): Promise<void> {
  const closed = async (): Promise<void> => {
    while (countFiles() > before) await sleep(10);
  };
  await within(closed(), 'the closing of files');
}

test('jco: close frees all that a component has open; then its calls throw, and closing again does nothing', async () => {
  const before = countFiles();
  const imports = createImports({ preopens: { '/': '/proc/self' } });
  const network = imports['wasi:sockets/instance-network'].instanceNetwork();
  const listener = imports['wasi:sockets/tcp-create-socket'].createTcpSocket('ipv4');
  listener.startBind(network, LOOPBACK);
  const pollable = listener.subscribe();
  const [[folder]] = imports['wasi:filesystem/preopens'].getDirectories() as [[Folder, string]];
  const file = folder.openAt({}, 'status', {}, { read: true });
  imports.close();
  imports.close();
  await untilClosed(before);
  const later = Array.from({ length: 8 }, () => openSync('/dev/null', 'r')); // of the numbers that have become free
  for (const held of [file, folder, pollable, listener, network]) (held as unknown as Droppable)[DISPOSE]();
  for (const fd of later) fstatSync(fd);
  later.forEach(closeSync);
  const calls: (() => unknown)[] = [
    () => imports['wasi:sockets/instance-network'].instanceNetwork(),
    () => imports['wasi:clocks/monotonic-clock'].now(),
    () => pollable.block(),
    () => listener.finishBind(),
    () => folder.stat(),
  ];
  for (const call of calls) assert.throws(call, CLOSED);
});

test('jco: close ends the thread that looks names up', async () => {
  const before = countFiles();
  const imports = createImports();
  const network = imports['wasi:sockets/instance-network'].instanceNetwork();
  const names = imports['wasi:sockets/ip-name-lookup'].resolveAddresses(network, 'localhost');
  names.subscribe().block();
  imports.close();
  await untilClosed(before);
  assert.throws(() => names.resolveNextAddress(), CLOSED);
});

/** Tries to listen, to connect and to look a name up; gives what each threw. */
function attempts(options: WasiOptions): unknown[] {
  const imports = createImports(options);
  const network = imports['wasi:sockets/instance-network'].instanceNetwork();
  const { createTcpSocket } = imports['wasi:sockets/tcp-create-socket'];
  const [listener, client] = [createTcpSocket('ipv4'), createTcpSocket('ipv4')];
  try {
    return [
      () => {
        listener.startBind(network, LOOPBACK);
        listener.finishBind();
        listener.startListen();
        listener.finishListen();
      },
      () => client.startConnect(network, SOMEWHERE),
      () => imports['wasi:sockets/ip-name-lookup'].resolveAddresses(network, 'localhost'),
    ].map(thrownBy);
  } finally {
    imports.close();
  }
}

test('jco: a component may use the whole network where nothing is said, and nothing where nothing is permitted', () => {
  assert.equal(attempts({}), [undefined, undefined, undefined]);
  assert.equal(attempts({ permissions: 'all' }), [undefined, undefined, undefined]);
  assert.equal(attempts({ permissions: {} }), ['access-denied', 'access-denied', 'access-denied']);
});

test('jco: permissions are those of serve', () => {
  const permissions = { listen: '127.0.0.1:*', connect: '10.0.0.0/8:*', resolve: 'localhost' };
  assert.equal(attempts({ permissions }), [undefined, 'access-denied', undefined]);
});

test('jco: a component sees the variables that are permitted, and those that are given', () => {
  const imports = createImports({ permissions: { env: ['PATH', 'NO_SUCH'] }, env: { LANG: 'C' } });
  const seen = imports['wasi:cli/environment'].getEnvironment();
  assert.equal(seen, [
    ['PATH', process.env['PATH']],
    ['LANG', 'C'],
  ]);
  imports.close();
});

const WRONG: [options: object, problem: RegExp][] = [
  [{ preopen: {} }, /^preopen: no such option; did you mean preopens\?$/],
  [{ permissions: { listne: '*' } }, /^permissions\.listne: .* did you mean listen\?$/],
  [{ permissions: { listen: 'here' } }, /^permissions\.listen: here: /],
  [{ permissions: 'ALL' }, /^permissions: expected an object, not ALL$/],
  [{ args: [1] }, /^args: expected strings, not 1$/],
  [{ preopens: { '/': '/nowhere' } }, /^preopens: \/nowhere: there is no such folder$/],
];
for (const [options, problem] of WRONG) {
  test(`jco: ${JSON.stringify(options)} is an OptionError of one line at once, and changes nothing`, () => {
    for (const act of [configure, createImports]) {
      const error = thrownBy(() => act(options as WasiOptions)) as Error;
      assert.equal([error.name, problem.test(error.message)], ['OptionError', true], error.message);
    }
    assert.equal(environment.getArguments(), ['component']);
  });
}

test('jco: what configure is not given stays as it was', () => {
  configure({ args: ['server'], env: { A: 'b' } });
  configure({ permissions: {} });
  configure({ args: ['other'] });
  assert.equal([environment.getArguments(), environment.getEnvironment()], [['other'], [['A', 'b']]]);
});

test('jco: close also closes the interfaces that --map uses, before the first call too', () => {
  const script = `import { close, configure, monotonicClock } from '${JCO}';
    close();
    for (const act of [monotonicClock.now, () => configure({})]) try { act(); } catch (error) { console.log(error.message); }`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  assert.match(stdout, /^(as-selectors\/jco is closed: .*\n){2}$/);
  instanceNetwork.instanceNetwork();
  close();
  assert.throws(() => instanceNetwork.instanceNetwork(), CLOSED);
});

for (const how of ['process.exit(3)', 'worker.terminate().then(() => process.exit(3))']) {
  test(`jco: a program can end by ${how} while a component waits in a worker of it`, () => {
    const program = fileURLToPath(new URL('waiting.mjs', import.meta.url));
    const { status } = spawnSync(process.execPath, [program, JCO, how], { timeout: 20_000 });
    assert.is(status, 3);
  });
}

test.run();
