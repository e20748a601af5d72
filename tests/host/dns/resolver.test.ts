import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LookupQueue } from '../../../host/dns/resolver.ts';

type Tell = (answer: readonly string[] | number) => void;

/** A queue over a resolver that answers when a test tells it to. */
class Asked {
  readonly names: string[] = [];
  readonly tells = new Map<string, Tell>();
  readonly cancelled: string[] = [];
  readonly told: string[] = [];
  readonly queue = new LookupQueue(
    {
      resolve: (name, tell) => {
        this.names.push(name);
        this.tells.set(name, tell);
        return () => void this.cancelled.push(name);
      },
    },
    2,
  );

  ask(name: string): () => void {
    return this.queue.resolve(name, () => this.told.push(name));
  }
}

const test = suite<{ it: Asked }>('look-up queue');

test.before.each((context) => {
  context.it = new Asked();
});

test('look-up queue: asks so many at a time, the others in their order', ({ it }) => {
  for (const name of ['a', 'b', 'c', 'd']) it.ask(name);
  assert.equal(it.names, ['a', 'b']);
  it.tells.get('b')!([]);
  assert.equal(it.names, ['a', 'b', 'c']);
  it.tells.get('b')!([]); // told twice
  assert.equal(it.names, ['a', 'b', 'c']);
  it.tells.get('a')!([]);
  assert.equal(
    [it.names, it.told],
    [
      ['a', 'b', 'c', 'd'],
      ['b', 'a'],
    ],
  );
});

test('look-up queue: what is taken back before it was asked is never asked, and makes no room', ({ it }) => {
  const [cancelA] = ['a', 'b'].map((name) => it.ask(name));
  const cancelC = it.ask('c');
  it.ask('d');
  cancelC();
  cancelA!(); // too late: it still counts
  assert.equal(it.names, ['a', 'b']);
  it.tells.get('a')!([]);
  assert.equal(it.names, ['a', 'b', 'd']);
});

test('look-up queue: when it is closed nothing more is asked or told', ({ it }) => {
  for (const name of ['a', 'b', 'c']) it.ask(name);
  it.queue.close();
  assert.equal(it.cancelled, ['a', 'b']);
  it.tells.get('a')!([]);
  assert.equal([it.names, it.told], [['a', 'b'], []]);
});

test.run();
