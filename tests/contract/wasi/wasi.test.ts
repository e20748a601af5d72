/**
 * What WASI's texts say, call by call, with the same expectations on the Node host's engines, on its bindings for jco and on wasmtime: a guest
 * states facts (see guests/wasi.ts), each of which becomes a test; what must trap is tried in a run of its own.
 *
 * Of the documented error codes these can't be caused by a guest on one machine's loopback: timeout, out-of-memory,
 * remote-unreachable, connection-aborted, the resolver's failures, and address-in-use for want of any port. How they come about is
 * tested where the system's error numbers are mapped (tests/host/engines/outcome.test.ts).
 */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { provideWasmtime } from '../../../host/tools/wasmtime.ts';
import { within } from '../client.ts';
import { CLI, Running, nodeNet } from '../hosts.ts';
import { transpileComponent } from '../jco/transpile.ts';
import { compileWasiGuest } from './compile.ts';
import { DIFFERENCES, TRAPS } from './expectations.ts';

type HostName = 'node' | 'node-net' | 'wasmtime' | 'jco';

const WASMTIME_FLAGS = 'inherit-network,allow-ip-name-lookup,network-error-code,cli-exit-with-code';
/** What the Node host permits, beside the environment. */
const NETWORK = ['listen', 'connect', 'resolve'].flatMap((use) => [`--allow-${use}`, '*']);
const NEWEST = '0.2.12';
const OLDER = '0.2.3';
const EXIT_TRAP = 134;
/** So few files that a guest soon has no more. */
const FEW_FILES = '100';

/** The parts of the guest, by what they are given; `resets`: the port of a peer that resets its connections. */
const PARTS: [part: string, ...args: string[]][] = [
  ['tcp'],
  ['connect'],
  ['options'],
  ['input'],
  ['output'],
  ['failure', 'resets'],
  ['error-code', 'resets'],
  ['write-failure', 'resets'],
  ['udp'],
  ['replaced'],
  ['system', 'zwei 2', ''],
  ['names'],
  ['limit'],
];

interface Outcome {
  lines: string[];
  /** The exit code, the signal that ended it, or what kept it from ending. */
  end: unknown;
  errors: string;
}

const ENV = { GREETING: 'hi = ä' };

/** The command that runs the guest. */
function command(host: HostName, version: string, part: string): string[] {
  const file = files.get(version)!;
  const env = part === 'environment' ? ENV : {};
  if (host === 'jco')
    return ['env', `GUEST_ENV=${JSON.stringify(env)}`, process.execPath, scripts.get(version)!];
  if (host !== 'wasmtime') {
    const cli = host === 'node' ? [...CLI, 'run'] : nodeNet().command('run');
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const allowed = Object.keys(env).flatMap((name) => ['--allow-env', name]);
    return ['env', ...variables, ...cli, ...NETWORK, ...allowed, file];
  }
  const flags = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  return [provideWasmtime(), 'run', '-S', WASMTIME_FLAGS, ...flags, file];
}

/** Runs a part of the guest to its end. */
async function run(host: HostName, version: string, part: string, ...args: string[]): Promise<Outcome> {
  const line = [
    ...command(host, version, part),
    part,
    ...args.map((arg) => (arg === 'resets' ? resetPort : arg)),
  ];
  const guest = new Running(line, part === 'limit' ? FEW_FILES : undefined);
  const end = await within(guest.exitCode, 'the end of the guest').catch(async (error: unknown) => {
    await guest.kill();
    return error;
  });
  return { lines: guest.output.trimEnd().split('\n'), end, errors: guest.errorLines.join('\n') };
}

/** Whether a host differs in what a name stands for, a part, a fact or a trap. */
function differs(host: HostName, name: string): boolean {
  return DIFFERENCES.some(([who, what]) => who === host && what === name);
}

function testPart(host: HostName, version: string, part: string, { lines, end, errors }: Outcome): void {
  const test = suite(`wasi ${part}, ${version}, on ${host}`);
  const stated = lines.slice(0, -1).map((line) => /^(ok|not ok) (.*)$/.exec(line)?.slice(1) ?? ['', line]);
  for (const [verdict, fact] of stated) {
    if (!differs(host, fact!)) test(fact!, () => assert.is(verdict, 'ok'));
  }
  test(`${part}: all facts were tried, each once, and nothing trapped`, () => {
    assert.is(end, 0, errors);
    assert.is(lines.at(-1), 'done');
    assert.is(new Set(stated.map(([, fact]) => fact)).size, stated.length);
  });
  test.run();
}

async function testTraps(host: HostName): Promise<void> {
  const test = suite(`wasi traps, on ${host}`);
  for (const name of TRAPS) {
    if (differs(host, name)) continue;
    test(`trap: ${name}`, async () => {
      const { lines, end, errors } = await run(host, NEWEST, 'trap', name);
      assert.equal(lines, [''], 'the guest came back from it');
      // The others end with 1 where not the guest's own code trapped, but a function of the host's refused to go on.
      if (host === 'node' || host === 'node-net') assert.is(end, EXIT_TRAP, errors);
      else assert.ok(end === 1 || end === EXIT_TRAP, errors);
    });
  }
  test.run();
}

const EXITS: [code: number, ...args: string[]][] = [
  [0, 'exit', 'ok'],
  [1, 'exit', 'failed'],
  [0, 'run', 'ok'],
  [1, 'run', 'failed'],
  [0, 'exit-with-code', '0'],
  [7, 'exit-with-code', '7'],
  [255, 'exit-with-code', '255'],
];

async function testExits(host: HostName): Promise<void> {
  const test = suite(`wasi exit, on ${host}`);
  for (const [code, part, arg] of EXITS) {
    test(`exit: ${part} ${arg} ends with ${code}`, async () => {
      assert.is((await run(host, NEWEST, part!, arg!)).end, code);
    });
  }
  test.run();
}

const resetting = createServer((socket) => {
  socket.on('error', () => {}).on('data', () => socket.resetAndDestroy());
});
await new Promise<void>((resolve) => resetting.listen(0, '127.0.0.1', resolve));
resetting.unref();
const resetPort = String((resetting.address() as AddressInfo).port);

const files = new Map<string, string>();
/** What runs the guest in jco's code, by version. */
const scripts = new Map<string, string>();
for (const version of [NEWEST, OLDER]) {
  files.set(version, await compileWasiGuest(version));
  scripts.set(version, await transpileComponent(files.get(version)!));
}

for (const host of ['node', 'node-net', 'jco', 'wasmtime'] as const) {
  for (const [part, ...args] of PARTS) {
    if (!differs(host, part)) testPart(host, NEWEST, part, await run(host, NEWEST, part, ...args));
  }
  for (const part of ['connect', 'input', 'udp']) testPart(host, OLDER, part, await run(host, OLDER, part));
  testPart(host, NEWEST, 'environment', await run(host, NEWEST, 'environment'));
  await testTraps(host);
  await testExits(host);
}
