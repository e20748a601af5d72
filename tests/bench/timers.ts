/**
 * Measures how much later the timers of a program are while a server in it is under full load, beside one that serves in its own thread.
 *
 *   node --import tsx tests/bench/timers.ts [ROUNDS]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Embedder } from './embedder.ts';
import { generatorFor } from './side-by-side/generator.ts';
import type { Load } from './side-by-side/slot.ts';

const ROUNDS = Number(process.argv[2] ?? 3);
const SERVERS = ['embedded', 'node-net'];
const NO_LOAD = 'no load';
const LOADS = { [NO_LOAD]: 0, '50 clients, 64 bytes': 64, '50 clients, 16 KiB': 16_384 };
const LOAD: Load = { protocol: 'tcp', connections: 50, warmUpMs: 1000, measureMs: 3000 };
const [program, ...args] = generatorFor(LOAD)! as [string, ...string[]];
const ADDED_LIMIT_MS = 5;

function at(sorted: number[], share: number): number {
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)]!;
}

/** How late the timers of one round were, sorted. */
async function round(how: string, messageBytes: number): Promise<number[]> {
  const embedder = await Embedder.start(how);
  if (messageBytes === 0) for (let i = 0; i < 4; i++) await embedder.next();
  else {
    const load = Object.entries({ ...LOAD, bytes: messageBytes, port: embedder.port });
    const options = load.map(([name, value]) => `${name}=${value}`);
    await once(spawn(program, [...args, ...options], { stdio: 'ignore' }), 'exit');
  }
  // The first second is the program's start, and of a load its connecting; in the last one it may have ended.
  const seconds = embedder.seconds.slice(messageBytes === 0 ? 1 : 2, messageBytes === 0 ? undefined : -1);
  await embedder.end();
  return seconds.flatMap((second) => second.late).toSorted((a, b) => a - b);
}

/** Gives the middle one. */
function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** By server and load: the timers of each round. */
const rounds = new Map<string, number[][]>();
for (let i = 0; i < ROUNDS; i++) {
  for (const how of SERVERS) {
    for (const [load, messageBytes] of Object.entries(LOADS)) {
      const key = `${how}, ${load}`;
      rounds.set(key, [...(rounds.get(key) ?? []), await round(how, messageBytes)]);
    }
  }
}

/** The median over the rounds of how late a share of the timers was at most. */
function late(how: string, load: string, share: number): number {
  return median(rounds.get(`${how}, ${load}`)!.map((sorted) => at(sorted, share)));
}

const rows = SERVERS.flatMap((how) =>
  Object.keys(LOADS).map((load) => ({
    server: how,
    load,
    'p50 ms': Number(late(how, load, 0.5).toFixed(2)),
    'p99 ms': Number(late(how, load, 0.99).toFixed(2)),
    'added at p99, ms': Number((late(how, load, 0.99) - late(how, NO_LOAD, 0.99)).toFixed(2)),
  })),
);
console.table(rows);
const isGood = rows.every((row) => row.server !== 'embedded' || row['added at p99, ms'] < ADDED_LIMIT_MS);
console.log(`an embedded server adds less than ${ADDED_LIMIT_MS} ms at p99: ${isGood ? 'yes' : 'NO'}`);
process.exitCode = isGood ? 0 : 1;
