import type { Random } from './random.ts';
import { FAULT_KINDS, type Faults } from './scenario.ts';

/** Too often, and nobody would get anywhere. */
const HIGHEST_RATE = 0.4;

/** Chooses which faults there are in a run and how often: none, a few kinds often, or all of them now and then. */
export function makeFaults(random: Random): Faults {
  const kind = random.next();
  if (kind < 0.2) return { rates: {} };
  if (kind < 0.4) {
    const rate = random.size(1, 60) / 1000;
    const rates = Object.fromEntries(FAULT_KINDS.map((name) => [name, name === 'break' ? rate / 4 : rate]));
    return { rates };
  }
  const kinds = Array.from({ length: random.int(1, 3) }, () => random.pick(FAULT_KINDS));
  return {
    rates: Object.fromEntries(
      kinds.map((name) => [name, (HIGHEST_RATE * random.size(20, 1000)) / (name === 'break' ? 8000 : 1000)]),
    ),
  };
}
