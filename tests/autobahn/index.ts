/**
 * Runs the Autobahn cases against the WebSocket echo, on each host: `npm run autobahn`.
 *
 * The words on the command line choose cases, `npm run autobahn -- '9.*'`, and `--url ws://...` a server that runs already. Without them,
 * the 247 core cases run: all but those about speed (9) and about compression (12 and 13), which the server declines.
 */
import { parseArgs } from 'node:util';
import { type CaseOutcome, runCases } from '../../host/tools/kosoku.ts';
import { compileGuest } from '../contract/guest.ts';
import { HOSTS, type Host, Running } from '../contract/hosts.ts';

const CORE = ['-9.*', '-12.*', '-13.*'];
/** What is not a fault: some cases only say what a server does. */
const GOOD = new Set(['OK', 'INFORMATIONAL']);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: 'string' } },
});
const patterns = positionals.length === 0 ? CORE : positionals;

function report(name: string, cases: Map<string, CaseOutcome>): void {
  const counts = new Map<string, number>();
  for (const { behavior } of cases.values()) counts.set(behavior, (counts.get(behavior) ?? 0) + 1);
  const list = [...counts].map(([behavior, count]) => `${count} ${behavior}`).join(', ');
  console.log(`${name}: ${cases.size} cases: ${list}`);
  for (const [id, { behavior, behaviorClose }] of cases) {
    if (GOOD.has(behavior) && GOOD.has(behaviorClose)) continue;
    console.log(`  ${id}: ${behavior}, close: ${behaviorClose}`);
    process.exitCode = 1;
  }
  if (cases.size === 0) process.exitCode = 1;
}

async function runOn(host: Host): Promise<void> {
  const file = await compileGuest('tests/autobahn/guests/web-socket-echo', host.version);
  const server = new Running([...host.run(file), '--listen', '127.0.0.1:0']);
  try {
    const [, port] = await server.line(/on port (\d+)/);
    report(host.name, await runCases(`ws://127.0.0.1:${port}/ws/echo`, patterns));
  } finally {
    await server.kill();
  }
}

if (values.url === undefined) for (const host of HOSTS) await runOn(host);
else report(values.url, await runCases(values.url, patterns));
