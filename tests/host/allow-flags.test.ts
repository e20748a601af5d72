import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readAllowFlags } from '../../host/allow-flags.ts';

const test = suite('allow flags');
const NONE = { listen: [], connect: [], resolve: [], env: [] };

test('allow flags: end where the file begins; what follows it is its own', () => {
  assert.equal(readAllowFlags(['--allow-listen', '1.2.3.4:5', 'a.wasm', '--allow-all']), {
    permissions: { ...NONE, listen: ['1.2.3.4:5'] },
    rest: ['a.wasm', '--allow-all'],
  });
  assert.equal(readAllowFlags(['a.wasm']), { permissions: NONE, rest: ['a.wasm'] });
  assert.equal(readAllowFlags([]), { permissions: NONE, rest: [] });
});

test('allow flags: may be repeated, and have several values, after a space or an equals sign', () => {
  const args = [
    '--allow-connect=a:1,b:2',
    '--allow-connect',
    '[::1]:3',
    '--allow-resolve=*',
    '--allow-env',
    'A,B',
  ];
  const permissions = { ...NONE, connect: ['a:1', 'b:2', '[::1]:3'], resolve: ['*'], env: ['A', 'B'] };
  assert.equal(readAllowFlags(args), { permissions, rest: [] });
});

test('allow flags: all is all', () => {
  assert.equal(readAllowFlags(['--allow-all', 'a.wasm']), { permissions: 'all', rest: ['a.wasm'] });
});

for (const [args, problem] of [
  [['--allow-listen'], '--allow-listen needs a value'],
  [['--allow-everything', 'a.wasm'], 'unknown option --allow-everything'],
  [['--allow-all=1', 'a.wasm'], 'unknown option --allow-all=1'],
  [['-A', 'a.wasm'], 'unknown option -A'],
  [['--allow-constructor=1'], 'unknown option --allow-constructor=1'],
] as [string[], string][]) {
  test(`allow flags: ${args.join(' ')} is told what is wrong`, () => {
    assert.is(readAllowFlags(args), problem);
  });
}

test.run();
