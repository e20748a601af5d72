/**
 * Measures how late the timers of a program are while a server in it is under full load, beside one that serves in its own thread.
 *
 *   node --import tsx tests/bench/timers.ts [ROUNDS]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Embedder } from './embedder.ts';
import type { Load } from './load.ts';

const ROUNDS = Number(process.argv[2] ?? 3);
const LOADS = { 'no load': 0, '50 clients, 64 bytes': 64, '50 clients, 16 KiB': 16_384 };
const LOAD: Omit<Load, 'port' | 'messageBytes'> = { clients: 50, idle: 0, warmUpMs: 1000, measureMs: 3000 };
const LATE_LIMIT_MS = 5;

function at(sorted: number[], share: number): number {
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)]!;
}

/** How late the timers of one round were, sorted. */
async function round(how: string, messageBytes: number): Promise<number[]> {
  const embedder = await Embedder.start(how);
  const load = fileURLToPath(new URL('./load.ts', import.meta.url));
  if (messageBytes === 0) for (let i = 0; i < 4; i++) await embedder.next();
  else {
    const what = JSON.stringify({ ...LOAD, messageBytes, port: embedder.port });
    await once(spawn(process.execPath, ['--import', 'tsx', load, what], { stdio: 'ignore' }), 'exit');
  }
  // The first second is the program's start, and of a load its connecting; in the last one it may have ended.
  const late = embedder.seconds.slice(messageBytes === 0 ? 1 : 2, messageBytes === 0 ? undefined : -1);
  await embedder.end();
  return late.flatMap((second) => second.late).toSorted((a, b) => a - b);
}

/** Gives the middle one. */
function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

const rows = [];
let isGood = true;
for (const [name, messageBytes] of Object.entries(LOADS)) {
  for (const how of ['embedded', 'node-net']) {
    const rounds: number[][] = [];
    for (let i = 0; i < ROUNDS; i++) rounds.push(await round(how, messageBytes));
    const of = (share: number): number => Number(median(rounds.map((late) => at(late, share))).toFixed(2));
    rows.push({
      server: how,
      load: name,
      'p50 ms': of(0.5),
      'p99 ms': of(0.99),
      'most ms': of(1),
    });
    if (how === 'embedded' && of(0.99) >= LATE_LIMIT_MS) isGood = false;
  }
}
console.table(rows);
console.log(
  `timers late by less than ${LATE_LIMIT_MS} ms at p99 while the server is embedded: ${isGood ? 'yes' : 'NO'}`,
);
process.exitCode = isGood ? 0 : 1;
