import { suite } from 'uvu';
import { prepare } from './nats.ts';

const SEEDS = 2000;

const test = suite('fuzz nats');
const attempt = await prepare();

test('fuzz: nats: whatever a server sends is understood in one way, in whatever pieces it comes', async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const problem = await attempt(seed);
    if (problem !== '') throw new Error(`npm run fuzz -- nats --from ${seed} --seeds 1: ${problem}`);
  }
});

test.run();
