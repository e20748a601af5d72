/**
 * What must hold within a guest, on each host: every fact that a part of the conformance guest states becomes a test.
 *
 * A part states each fact once, as a line `ok NAME` or `not ok NAME`, and ends with the line `done`.
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSIONS, type WasiVersion } from '../../host/build/wasi-version.ts';
import { within } from './client.ts';
import { compileGuest } from './guest.ts';
import { HOSTS, type Host, Running } from './hosts.ts';

const PARTS = [
  'selector',
  'selector-waiting',
  'selector-losing',
  'selector-many',
  'callbacks',
  'tcp',
  'udp',
  'timer',
  'standard-input',
  'name-lookup',
  'loop-timers',
  'loop-connection',
  'loop-times',
  'loop-bounds',
  'loop-connect',
  'loop-names',
  'loop-relay',
  'loop-ends',
];

interface Outcome {
  lines: string[];
  /** The exit code, the signal that ended it, or what kept it from ending. */
  end: unknown;
}

/** Runs a part of the guest to its end. */
async function runPart(host: Host, part: string): Promise<Outcome> {
  const file = files.get(host.version)!;
  const permissions = part === 'name-lookup' || part === 'loop-names' ? (['names'] as const) : [];
  const command = [...host.run(file, ...permissions), part];
  const guest = new Running(command, undefined, 'pipe');
  let end: unknown;
  try {
    if (part === 'standard-input') await talk(guest);
    end = await within(guest.exitCode, 'the end of the guest');
  } catch (error) {
    end = error;
    await guest.kill();
  }
  for (const line of guest.errorLines) if (line !== 'ready for more') console.error(line);
  return { lines: guest.output.trimEnd().split('\n'), end };
}

/** The other side of the part that reads standard input. */
async function talk(guest: Running): Promise<void> {
  guest.write('hello');
  await guest.line(/ready for more/);
  guest.write('x'.repeat(100_000));
  guest.endInput();
}

function testPart(host: Host, part: string, { lines, end }: Outcome): void {
  const test = suite(`${part} on ${host.name}`);
  const facts = lines.flatMap((line) => {
    const [, verdict, fact] = /^(ok|not ok) (.*)$/.exec(line) ?? [];
    return fact === undefined ? [] : [{ verdict, fact }];
  });
  for (const { verdict, fact } of facts) test(fact, () => assert.is(verdict, 'ok'));
  test(`${part}: all facts were tried, each once, and nothing trapped`, () => {
    assert.is(end, 0);
    assert.is(lines.at(-1), 'done');
    assert.ok(facts.length > 0);
    assert.is(new Set(facts.map(({ fact }) => fact)).size, facts.length);
    assert.is(facts.length, lines.length - 1);
  });
  test.run();
}

const files = new Map<WasiVersion, string>();
for (const version of VERSIONS) {
  files.set(version, await compileGuest('tests/contract/guests/conformance', version));
}

for (const host of HOSTS) {
  // Only wasmtime has to be asked for permission to look names up.
  const parts = host.name.startsWith('node') ? [...PARTS] : [...PARTS, 'name-lookup-denied'];
  if (!host.acceptsEagerly) parts.push('tcp-waiting-in-line');
  for (const part of parts) testPart(host, part, await runPart(host, part));
}
