/**
 * Fuzzing without bound: `npm run fuzz -- http`, until something is found or it is stopped. `--from N` starts at a seed, `--seeds N`
 * ends after so many. `npm test` tries some seeds of each subject (`*.test.ts`).
 */
import { parseArgs } from 'node:util';
import type { Attempt } from './attempt.ts';

const SUBJECTS: Record<string, () => Promise<{ prepare(): Promise<Attempt> }>> = {
  http: () => import('./http.ts'),
  nats: () => import('./nats.ts'),
  'proxy-header': () => import('./proxy-header.ts'),
  'web-socket': () => import('./web-socket.ts'),
};
const PROGRESS_MS = 1000;
const USAGE = `npm run fuzz -- ${Object.keys(SUBJECTS).join('|')} --from N --seeds N`;

function readNumber(text: string | undefined, byDefault: number): number {
  if (text === undefined) return byDefault;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${text}: expected a number. ${USAGE}`);
  return Number(text);
}

/** Tries seed after seed; false: something was found. */
async function fuzz(name: string, attempt: Attempt, from: number, seeds: number): Promise<boolean> {
  let toldMs = performance.now();
  for (let seed = from; seed < from + seeds; seed++) {
    const problem = await attempt(seed);
    if (problem !== '') {
      console.log(`${name}, seed ${seed}: ${problem}\nnpm run fuzz -- ${name} --from ${seed} --seeds 1`);
      return false;
    }
    if (performance.now() < toldMs + PROGRESS_MS) continue;
    toldMs = performance.now();
    process.stderr.write(`${name}: ${seed - from + 1} seeds\r`);
  }
  return true;
}

const { values, positionals } = parseArgs({
  options: { from: { type: 'string' }, seeds: { type: 'string' } },
  allowPositionals: true,
});
const [name = ''] = positionals;
const subject = SUBJECTS[name];
if (positionals.length !== 1 || subject === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const attempt = await (await subject()).prepare();
  const isGood = await fuzz(name, attempt, readNumber(values.from, 1), readNumber(values.seeds, Infinity));
  process.exitCode = isGood ? 0 : 1;
}
