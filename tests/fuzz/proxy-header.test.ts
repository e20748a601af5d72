import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Random } from '../simulator/random.ts';
import { loadProxyProtocol } from '../support/proxy-protocol.ts';
import { fuzzProxyHeader } from './proxy-header.ts';

const test = suite('proxy headers: fuzz');
const core = await loadProxyProtocol();
const SEEDS = 4000;

test('fuzz: a PROXY header is read as another reader does, in whatever pieces it comes', () => {
  const outcomes = new Map<string, number>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    try {
      const [outcome = '', ...addresses] = fuzzProxyHeader(core, new Random(seed, 'proxy-header')).split(' ');
      const kind = addresses.length > 0 ? 'addresses' : outcome.replace(/\d+/, 'none');
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
    } catch (error) {
      throw new Error(`npm run fuzz -- proxy-header --from ${seed}`, { cause: error });
    }
  }
  for (const kind of ['addresses', 'none', 'refused', 'more'])
    assert.ok((outcomes.get(kind) ?? 0) > SEEDS / 50, `too few are ${kind}`);
});

test.run();
