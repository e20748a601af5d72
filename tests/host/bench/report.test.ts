import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { plotOf } from '../../bench/report/plot.ts';
import { summaryOf } from '../../bench/report/summary.ts';
import { type Rounds, outcomeOf } from '../../bench/side-by-side/outcome.ts';
import type { Peer } from '../../bench/side-by-side/peer.ts';

const command = (): string[] => [];
const ROUNDS: Rounds<number> = new Map<Peer, (number | undefined)[]>([
  [{ name: 'node:net, Node 20', command, node: '20' }, [10, 20, 30]],
  [{ name: 'node:net, Node 26', command, node: '26' }, [5, 10, 15]],
  [{ name: 'echo, Node 26 host', command, node: '26', isOurs: true }, [5, undefined, 30]],
  [{ name: 'a & b', command }, [undefined, undefined, undefined]],
]);

function outcome() {
  const figure = { title: 'ms', of: (ms: number) => ms };
  return outcomeOf(
    { name: 'one', rounds: 3, figure, bases: ['node:net'], columns: { twice: { of: (ms) => 2 * ms } } },
    ROUNDS,
  );
}

test('a server is compared round by round with the one on its Node, and a failed round is left out', () => {
  assert.equal(outcome().rows, [
    { server: 'node:net, Node 20', ms: 20, 'of node:net': '1.00 (1.00–1.00)', twice: 40 },
    { server: 'node:net, Node 26', ms: 10, 'of node:net': '1.00 (1.00–1.00)', twice: 20 },
    { server: 'echo, Node 26 host', ms: 30, 'of node:net': '2.00 (1.00–2.00)', twice: 60 },
  ]);
});

test('the summary has our servers as shares of the first base', () => {
  assert.is(summaryOf([outcome()]).split('\n').at(-1), '| one | ms | node:net | 2.00 (1.00–2.00) |');
});

test('a plot has the best first, ours in their colour, and no name breaks it', () => {
  const bars = [
    { name: 'a & <b>', low: 1, middle: 2, high: 3, isOurs: false },
    { name: 'ours', low: 1, middle: 1, high: 1, isOurs: true },
  ];
  const plot = plotOf({ ...outcome(), bars });
  assert.ok(plot.includes('a &amp; &lt;b&gt;'));
  assert.ok(plot.indexOf('>ours<') < plot.indexOf('>a &amp;'));
  assert.is(plot.match(/#2f81f7/g)?.length, 1);
});

test.run();
