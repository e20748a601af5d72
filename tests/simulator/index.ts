/**
 * The simulator: a third host for the same `.wasm` files, in which every run can be repeated from its seed.
 *
 * A seed makes a scenario (`generate.ts`): peers and what they do, the host and what goes wrong with it; plain data. `run.ts` runs it:
 * the Node host's own interfaces (`host/wasi`) on an engine that is a kernel in memory (`kernel`), with a layer around every import
 * (`layer`) that injects faults, traces, and traps where wasmtime does. Time is virtual (`world.ts`): a call takes a microsecond, and
 * waiting moves the clock to what happens next. Peers (`peers`) know by an oracle what they are due; `checks.ts` and `leaks.ts` watch the
 * rest; `director.ts` brings peers in and ends the run. What fails is shrunk (`shrink.ts`) and drawn as a time line. `planted.ts` shows
 * that faults in the core are found.
 */
import { parseArgs } from 'node:util';
import { makeScenario } from './generate.ts';
import { loadModule } from './modules.ts';
import { findPlanted } from './planted.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { SERVERS, type ServerName } from './scenario.ts';
import { timeLine } from './time-line.ts';

const USAGE =
  'See .github/CONTRIBUTING.md, or: npm run simulate -- --seeds N --from S --server NAME --trace, or --planted';
const PROGRESS_MS = 1000;
/** Failures that are shown in full; more are only counted. */
const MAX_REPORTS = 3;

interface Wanted {
  seeds: number;
  from: number;
  servers: readonly ServerName[];
  trace: boolean;
  planted: boolean;
}

class UsageError extends Error {}

function readNumber(name: string, text: string | undefined, byDefault: number): number {
  if (text === undefined) return byDefault;
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text))
    throw new UsageError(`--${name} ${text}: expected a number from 0 to 999999999`);
  return value;
}

function readWanted(): Wanted {
  const options = {
    seeds: { type: 'string' },
    from: { type: 'string' },
    server: { type: 'string' },
    trace: { type: 'boolean' },
    planted: { type: 'boolean' },
  } as const;
  let values;
  try {
    ({ values } = parseArgs({ options, strict: true }));
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
  const { server } = values;
  const servers = server === undefined ? SERVERS : SERVERS.filter((name) => name === server);
  if (servers.length === 0) throw new UsageError(`--server ${server}: expected one of ${SERVERS.join(', ')}`);
  const trace = values.trace === true;
  return {
    seeds: readNumber('seeds', values.seeds, trace ? 1 : 250),
    from: readNumber('from', values.from, 1),
    servers,
    trace,
    planted: values.planted === true,
  };
}

/** Runs the seeds over the servers; returns how many failed. */
async function simulate({ seeds, from, servers, trace }: Wanted): Promise<number> {
  let failed = 0;
  let done = 0;
  let toldMs = performance.now();
  const startMs = toldMs;
  for (const server of servers) {
    const module = await loadModule(server);
    for (let seed = from; seed < from + seeds; seed++) {
      const scenario = makeScenario(seed, server);
      const outcome = run(module, scenario, trace);
      done++;
      if (trace) console.log(timeLine(outcome.trace));
      if (outcome.property !== undefined && ++failed <= MAX_REPORTS)
        console.log(`${report(module, scenario, outcome)}\n`);
      else if (outcome.property !== undefined)
        console.log(`seed ${seed} of ${server} breaks "${outcome.property}": ${outcome.message}`);
      if (performance.now() - toldMs < PROGRESS_MS) continue;
      toldMs = performance.now();
      console.error(`${server}: ${done} of ${seeds * servers.length} runs, ${failed} failed`);
    }
  }
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.error(`${done} runs in ${seconds} s, ${failed} failed`);
  return failed;
}

try {
  const wanted = readWanted();
  const failed = wanted.planted ? await findPlanted(wanted.from, wanted.seeds) : await simulate(wanted);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`simulate: ${error.message}. ${USAGE}`);
  process.exitCode = 2;
}
