/**
 * Runs the Autobahn cases against the WebSocket echo of the shipped server, on each host: `npm run autobahn`.
 *
 * The words on the command line choose other cases, `npm run autobahn -- '6.*'`, and `--url ws://...` a server that runs already. Without
 * them, the 247 core cases run: all but those about speed (9) and about compression (12 and 13), which the server declines. `--long`
 * runs those about speed, whose messages have up to 16 MiB, against an echo that takes them.
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
  options: { url: { type: 'string' }, long: { type: 'boolean', default: false } },
});
const patterns = positionals.length > 0 ? positionals : values.long ? ['9.*'] : CORE;

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
  const command = values.long
    ? host.run(await compileGuest('tests/autobahn/guests/web-socket-echo', host.version))
    : host.command('http');
  const server = new Running([...command, '--listen', '127.0.0.1:0', '--quiet']);
  try {
    const [, port] = await server.line(/on port (\d+)/);
    report(host.name, await runCases(`ws://127.0.0.1:${port}/ws/echo`, patterns));
  } finally {
    await server.kill();
  }
}

if (values.url === undefined) for (const host of HOSTS) await runOn(host);
else report(values.url, await runCases(values.url, patterns));
