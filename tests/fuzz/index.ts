/** Fuzzes a parser until it fails or is stopped: `npm run fuzz -- web-socket`, and `--from SEED` to begin at a seed. */
import { parseArgs } from 'node:util';
import { Random } from '../simulator/random.ts';
import { loadWebSocket } from '../support/web-socket.ts';
import { fuzzWebSocket } from './web-socket.ts';

/** What can be fuzzed: each returns a function that does a round. */
const TARGETS: Record<string, () => Promise<(random: Random) => unknown>> = {
  'web-socket': async () => {
    const core = await loadWebSocket();
    return (random) => fuzzWebSocket(core, random);
  },
};
const SEEDS_PER_LINE = 10_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string', default: '1' } },
});
const [name = ''] = positionals;
const target = TARGETS[name];
if (target === undefined) {
  console.error(`usage: npm run fuzz -- TARGET [--from SEED]\nTARGET: ${Object.keys(TARGETS).join(', ')}`);
  process.exit(2);
}
const fuzz = await target();
for (let seed = Number(values.from); ; seed++) {
  try {
    fuzz(new Random(seed, name));
  } catch (error) {
    console.error(`${name}: seed ${seed}:`, error);
    process.exit(1);
  }
  if (seed % SEEDS_PER_LINE === 0) console.log(`${name}: all well up to seed ${seed}`);
}
