import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nearest } from '../../host/nearest.ts';

const test = suite('nearest name');

const KNOWN = ['run', 'echo', 'http', 'listen', 'graceMs', 'allow-connect'];
const CASES: [name: string, meant: string | undefined][] = [
  ['ehco', 'echo'],
  ['rnu', 'run'],
  ['RUN', 'run'],
  ['listne', 'listen'],
  ['lissten', 'listen'],
  ['lsten', 'listen'],
  ['alow-conect', 'allow-connect'],
  ['grace', 'graceMs'],
  ['top', undefined],
  ['list', 'listen'],
  ['li', undefined],
  ['', undefined],
  ['constructor', undefined],
  ['listen'.repeat(100_000), undefined],
];
for (const [name, meant] of CASES)
  test(`nearest: ${name.slice(0, 20)} may stand for ${meant}`, () => assert.is(nearest(name, KNOWN), meant));

test.run();
