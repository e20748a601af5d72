import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fuzzWebSocket } from '../fuzz/web-socket.ts';
import { Random } from '../simulator/random.ts';
import { loadWebSocket } from '../support/web-socket.ts';

const test = suite('web-socket: fuzz');
const core = await loadWebSocket();
const SEEDS = 4000;

test('fuzz: the pieces and the pace of what arrives change nothing, and no more is sent than arrived', () => {
  const codes = new Map<string, number>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    try {
      const code = /close (\d+)/.exec(fuzzWebSocket(core, new Random(seed, 'web-socket')).calls)![1]!;
      codes.set(code, (codes.get(code) ?? 0) + 1);
    } catch (error) {
      throw new Error(`npm run fuzz -- web-socket --from ${seed}`, { cause: error });
    }
  }
  for (const code of ['1002', '1005', '1006', '1007', '1009'])
    assert.ok((codes.get(code) ?? 0) > SEEDS / 100, `too few closed with ${code}`);
});

test.run();
