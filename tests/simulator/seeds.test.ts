import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { makeScenario } from './generate.ts';
import { loadModule } from './modules.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { SERVERS, type ServerName } from './scenario.ts';

/** So many seeds of each, so that all take well under a minute. */
const SEEDS: Record<ServerName, number> = {
  echo: 200,
  lines: 160,
  'udp-echo': 100,
  relay: 60,
  proxy: 60,
  chat: 40,
  http: 200,
  'web-socket': 200,
};
/** In one test. */
const PART = 20;

const test = suite('simulator: seeds');

for (const server of SERVERS) {
  for (let from = 1; from <= SEEDS[server]; from += PART) {
    test(`simulator: ${server} keeps every property in seeds ${from} to ${from + PART - 1}`, async () => {
      const module = await loadModule(server);
      for (let seed = from; seed < from + PART; seed++) {
        const scenario = makeScenario(seed, server);
        const outcome = run(module, scenario);
        if (outcome.property !== undefined) assert.unreachable(report(module, scenario, outcome));
      }
    });
  }
}

test.run();
