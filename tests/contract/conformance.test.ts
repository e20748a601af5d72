/**
 * What must hold within a guest, on each host: every fact that a part of the conformance guest states becomes a test.
 *
 * A part states each fact once, on a line of its own, and ends with the line `done`.
 */
import { networkInterfaces } from 'node:os';
import { VERSIONS, type WasiVersion } from '../../host/build/wasi-version.ts';
import { within } from '../support/client.ts';
import { type PartOutcome, testFacts } from './fact-lines.ts';
import { compileGuest } from './guest.ts';
import { type Given, HOSTS, type Host, Running } from './hosts.ts';
import { makeOfferedFolder } from './offered-folder.ts';

/** The parts of the guest, and how many facts each states. */
const PARTS: Record<string, number> = {
  selector: 48,
  'selector-waiting': 19,
  'selector-losing': 12,
  'selector-many': 9,
  callbacks: 3,
  tcp: 64,
  udp: 61,
  timer: 17,
  'standard-input': 10,
  files: 69,
  'files-limit': 2,
  'files-denied': 2,
  'name-lookup': 15,
  'loop-timers': 11,
  'loop-connection': 32,
  'loop-times': 16,
  'loop-bounds': 23,
  'loop-connect': 8,
  'loop-listen': 11,
  'loop-names': 6,
  'loop-relay': 16,
  'loop-ends': 26,
  'web-socket': 35,
};
/** Those of them that a host may be without. */
const NAME_LOOKUP_DENIED = { 'name-lookup-denied': 2 };
const WAITING_IN_LINE = { 'tcp-waiting-in-line': 9 };
/** How many of a part's facts need IPv6. */
const NEED_IPV6: Record<string, number> = { tcp: 6, udp: 6 };
const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');

/** So few files that a guest soon has no more. */
const FEW_FILES = '100';
const folder = makeOfferedFolder();

/** Runs a part of the guest to its end. */
async function runPart(host: Host, part: string): Promise<PartOutcome> {
  const file = files.get(host.version)!;
  const given: Given = {};
  if (part === 'name-lookup' || part === 'loop-names') given.names = true;
  if (part === 'files' || part === 'files-limit') given.folder = folder;
  const command = [...host.run(file, given), part, folder];
  const guest = new Running(command, part === 'files-limit' ? FEW_FILES : undefined, 'pipe');
  let end: unknown;
  try {
    if (part === 'standard-input') await talk(guest);
    end = await within(guest.exitCode, 'the end of the guest');
  } catch (error) {
    end = error;
    await guest.kill();
  }
  return { lines: guest.output.trimEnd().split('\n'), end, errors: guest.errorLines.join('\n') };
}

/** The other side of the part that reads standard input. */
async function talk(guest: Running): Promise<void> {
  guest.write('hello');
  await guest.line(/ready for more/);
  guest.write('x'.repeat(100_000));
  guest.endInput();
}

const files = new Map<WasiVersion, string>();
for (const version of VERSIONS) {
  files.set(version, await compileGuest('tests/contract/guests/conformance', version));
}

for (const host of HOSTS) {
  const parts = { ...PARTS };
  // Only wasmtime has to be asked for permission to look names up.
  if (!host.name.startsWith('node')) Object.assign(parts, NAME_LOOKUP_DENIED);
  if (!host.acceptsEagerly) Object.assign(parts, WAITING_IN_LINE);
  for (const [part, count] of Object.entries(parts)) {
    const expected = count - (hasIpv6 ? 0 : (NEED_IPV6[part] ?? 0));
    testFacts(`${part} on ${host.name}`, part, expected, await runPart(host, part));
  }
}
