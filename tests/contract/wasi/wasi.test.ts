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
import { within } from '../../support/client.ts';
import { type PartOutcome, testFacts } from '../fact-lines.ts';
import { CLI, Running, nodeNet } from '../hosts.ts';
import { transpileComponent } from '../jco/transpile.ts';
import { makeOfferedFolder } from '../offered-folder.ts';
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

/** A part of the guest: its name, how many facts it states, and what it is given; `resets`: the port of a peer that resets its connections;
 * `folder`: the folder that it is offered. */
type Part = [name: string, facts: number, ...args: string[]];
const PARTS: Part[] = [
  ['tcp', 58],
  ['connect', 61],
  ['options', 135],
  ['input', 34],
  ['output', 27],
  ['failure', 5, 'resets'],
  ['error-code', 1, 'resets'],
  ['write-failure', 3, 'resets'],
  ['udp', 75],
  ['replaced', 3],
  ['system', 29, 'zwei 2', ''],
  ['names', 13],
  ['limit', 4],
  ['memory', 30, 'resets', 'folder'],
  ['folders', 88, 'folder'],
  ['files', 31],
  ['read-only', 21],
];
/** Those that are offered a folder. */
const WITH_FOLDER = new Set(['folders', 'files', 'read-only', 'memory']);

/** Those that are also tried in an older version. */
const OLDER_PARTS = new Set(['connect', 'input', 'udp']);

const ENV = { GREETING: 'hi = ä' };

/** The command that runs the guest. */
function command(host: HostName, version: string, part: string): string[] {
  const file = files.get(version)!;
  const env = part === 'environment' || part === 'memory' ? ENV : {};
  const hasFolder = WITH_FOLDER.has(part);
  if (host === 'jco') {
    const given = { env, preopens: hasFolder ? { [folder]: folder } : {} };
    return ['env', `GUEST_OPTIONS=${JSON.stringify(given)}`, process.execPath, scripts.get(version)!];
  }
  if (host !== 'wasmtime') {
    const cli = host === 'node' ? [...CLI, 'run'] : nodeNet().command('run');
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const allowed = Object.keys(env).flatMap((name) => ['--allow-env', name]);
    if (hasFolder) allowed.push('--allow-read', folder);
    return ['env', ...variables, ...cli, ...NETWORK, ...allowed, file];
  }
  const flags = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  if (hasFolder) flags.push('--dir', folder);
  return [provideWasmtime(), 'run', '-S', WASMTIME_FLAGS, ...flags, file];
}

/** Runs a part of the guest to its end. */
async function run(host: HostName, version: string, part: string, ...args: string[]): Promise<PartOutcome> {
  const line = [...command(host, version, part), part, ...args.map((arg) => GIVEN[arg] ?? arg)];
  const guest = new Running(line, part === 'limit' ? FEW_FILES : undefined);
  const end = await within(guest.exitCode, 'the end of the guest').catch(async (error: unknown) => {
    await guest.kill();
    return error;
  });
  return { lines: guest.output.trimEnd().split('\n'), end, errors: guest.errorLines.join('\n') };
}

/** The differences that have been looked for; one that is listed and not among them is of no use. */
const looked = new Set<string>();

/** Whether a host is listed as differing in what a name stands for: a part, a fact or a trap. */
function differs(host: HostName, name: string): boolean {
  const isListed = DIFFERENCES.some(([who, what]) => who === host && what === name);
  if (isListed) looked.add(`${host}: ${name}`);
  return isListed;
}

async function testPart(host: HostName, version: string, [part, count, ...args]: Part): Promise<void> {
  const outcome = await run(host, version, part, ...args);
  const name = `wasi ${part}, ${version}, on ${host}`;
  if (!differs(host, part)) return testFacts(name, part, count, outcome, (fact) => differs(host, fact));
  const test = suite(name);
  test(`${part}: differs, as listed`, () => {
    assert.ok(outcome.end !== 0 || outcome.lines.some((line) => line.startsWith('not ok ')));
  });
  test.run();
}

async function testTraps(host: HostName): Promise<void> {
  const test = suite(`wasi traps, on ${host}`);
  for (const name of TRAPS) {
    const isDifferent = differs(host, name);
    test(`trap: ${name}${isDifferent ? ': differs, as listed' : ''}`, async () => {
      const { lines, end, errors } = await run(host, NEWEST, 'trap', name);
      if (isDifferent) return assert.is.not(lines[0], '', 'it traps, no difference any more');
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
const folder = makeOfferedFolder();
/** What stands for an argument of a part. */
const GIVEN: Record<string, string> = {
  resets: String((resetting.address() as AddressInfo).port),
  folder,
};

const files = new Map<string, string>();
/** What runs the guest in jco's code, by version. */
const scripts = new Map<string, string>();
for (const version of [NEWEST, OLDER]) {
  files.set(version, await compileWasiGuest(version));
  scripts.set(version, await transpileComponent(files.get(version)!));
}

for (const host of ['node', 'node-net', 'jco', 'wasmtime'] as const) {
  for (const part of PARTS) await testPart(host, NEWEST, part);
  for (const part of PARTS.filter(([name]) => OLDER_PARTS.has(name))) await testPart(host, OLDER, part);
  await testPart(host, NEWEST, ['environment', 2]);
  await testTraps(host);
  await testExits(host);
}

const listed = suite('wasi differences');
listed('each listed difference is of a host and a part, fact or trap that there is', () => {
  assert.equal(
    DIFFERENCES.map(([host, what]) => `${host}: ${what}`).filter((name) => !looked.has(name)),
    [],
  );
});
listed.run();
