import { suite } from 'uvu';
import { prepare } from './http.ts';

const SEEDS = 2000;
const PER_TEST = 500;

const test = suite('fuzz http');
const attempt = await prepare();

for (let from = 1; from <= SEEDS; from += PER_TEST) {
  test(`fuzz: http, seeds from ${from}: every mutated request is refused or understood, in one way`, async () => {
    for (let seed = from; seed < from + PER_TEST; seed++) {
      const problem = await attempt(seed);
      if (problem !== '') throw new Error(`npm run fuzz -- http --from ${seed} --seeds 1: ${problem}`);
    }
  });
}

test.run();
