import type { Program } from '../../host/component/program.ts';
import type { Outcome } from './run.ts';
import { type Shrunk, shrink } from './shrink.ts';
import type { Scenario } from './scenario.ts';
import { folded, timeLine } from './time-line.ts';

/** Says what a seed has found: the property, the shortest trace found, and how to see it again. */
export function report(program: Program, scenario: Scenario, outcome: Outcome): string {
  const shrunk = shrink(program, scenario, outcome);
  const { seed, server } = scenario;
  return [
    `seed ${seed} of ${server} breaks "${outcome.property}": ${outcome.message}`,
    `the shortest trace found (${describeSize(shrunk)}):`,
    '',
    timeLine(shrunk.outcome.trace),
    '',
    `again: npm run simulate -- --server ${server} --from ${seed} --seeds 1 --trace`,
  ].join('\n');
}

/** Says how much is left of a scenario. */
export function describeSize({ scenario, outcome, runs }: Shrunk): string {
  const { peers, upstreams, faults } = scenario;
  const actions = [...peers, ...upstreams].reduce((sum, script) => sum + script.actions.length, 0);
  const fired = 'fired' in faults ? faults.fired.length : outcome.fired.length;
  return `${count(peers.length, 'peer')}, ${count(actions, 'action')}, ${count(fired, 'fault')}, ${count(folded(outcome.trace).length, 'line')}; ${runs} runs`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
