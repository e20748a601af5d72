import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeScenario } from './generate.ts';
import { loadModule } from './modules.ts';
import { compilePlanted } from './planted.ts';
import { PLANTS } from './plants.ts';
import { run } from './run.ts';
import { shrink } from './shrink.ts';
import { timeLine } from './time-line.ts';

const test = suite('simulator: planted');
const LOST = PLANTS[0]!;

test('simulator: a lost byte is found, and shrinks to a short trace that fails again', async () => {
  const module = await compilePlanted(LOST);
  let seed = 1;
  while (run(module, makeScenario(seed, 'echo')).property === undefined && seed < 100) seed++;
  const scenario = makeScenario(seed, 'echo');
  const outcome = run(module, scenario);
  assert.is(outcome.property, 'every byte in order and once');
  const shrunk = shrink(module, scenario, outcome);
  assert.is(shrunk.outcome.property, outcome.property);
  assert.ok(shrunk.outcome.trace.length < 40, timeLine(shrunk.outcome.trace));
  assert.equal(run(module, shrunk.scenario, true).trace, shrunk.outcome.trace);
});

test('simulator: a text to replace that is not there exactly once is an error', async () => {
  for (const from of ['no such text', 'bytes']) {
    const error = await compilePlanted({ ...LOST, from }).catch((reason: Error) => reason);
    assert.instance(error, Error);
    assert.match((error as Error).message, 'not once');
  }
});

test('simulator: the same seed comes to the same, traced or not', async () => {
  const module = await loadModule('echo');
  for (const seed of [3, 9, 12]) {
    const scenario = makeScenario(seed, 'echo');
    assert.equal(makeScenario(seed, 'echo'), scenario);
    const [one, other] = [run(module, scenario, true), run(module, scenario)];
    assert.is(one.calls, other.calls);
    assert.is(one.virtualMs, other.virtualMs);
    assert.equal(run(module, scenario, true).trace, one.trace);
    const again = run(module, { ...scenario, faults: { fired: one.fired } }, true);
    assert.equal(again.trace, one.trace); // faults by list are those by chance
  }
});

test.run();
