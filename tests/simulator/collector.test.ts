import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadTools } from '../../host/build/tools.ts';
import { makeScenario } from './generate.ts';
import { compileServer, root } from './modules.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { SERVERS } from './scenario.ts';

const SEEDS = 20;
const COLLECTOR = 'rt/itcms';
/** Collects completely at each allocation, and overwrites what it frees. */
const CHANGES = [
  ['if (total >= threshold) interrupt();', '__collect();'],
  [
    '__free(changetype<usize>(obj) + BLOCK_OVERHEAD);',
    'memory.fill(changetype<usize>(obj) + sizeof<Object>(), 0xdd, obj.rtSize); __free(changetype<usize>(obj) + BLOCK_OVERHEAD);',
  ],
] as const;

const test = suite('simulator: collector');

let libraries: Record<string, string>;
let collector: string;

test.before(async () => {
  libraries = (await loadTools([root])).asc.libraryFiles;
  collector = libraries[COLLECTOR]!;
});

test.before.each(() => {
  let text = collector;
  for (const [from, to] of CHANGES) {
    assert.ok(text.includes(from), from);
    text = text.replace(from, to);
  }
  libraries[COLLECTOR] = text;
});

test.after.each(() => {
  libraries[COLLECTOR] = collector;
});

for (const server of SERVERS) {
  test(`simulator: ${server} loses nothing when the collector runs at each allocation`, async () => {
    const module = await compileServer(server);
    for (let seed = 1; seed <= SEEDS; seed++) {
      const scenario = makeScenario(seed, server);
      const outcome = run(module, scenario);
      if (outcome.property !== undefined) assert.unreachable(report(module, scenario, outcome));
    }
  });
}

test.run();
