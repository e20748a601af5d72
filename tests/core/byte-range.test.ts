import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('byte-range');
const core = await loadCore();
const HUGE = 2 ** 40;

/** The field, the size, and what is sent: the start and the length of a part, all, or nothing. */
const RANGES: [field: string, size: number, part: string][] = [
  ['bytes=0-0', 10, '0+1'],
  ['bytes=0-9', 10, '0+10'],
  ['bytes=2-4', 10, '2+3'],
  ['bytes=2-', 10, '2+8'],
  ['bytes=9-', 10, '9+1'],
  ['bytes=5-99', 10, '5+5'],
  ['bytes=5-99999999999999999999999999', 10, '5+5'],
  ['bytes=-1', 10, '9+1'],
  ['bytes=-10', 10, '0+10'],
  ['bytes=-11', 10, '0+10'],
  ['bytes=-99999999999999999999', 10, '0+10'],
  ['BYTES=00-01', 10, '0+2'],
  [`bytes=${HUGE - 5}-`, HUGE, `${HUGE - 5}+5`],
  ['bytes=10-', 10, 'none'],
  ['bytes=10-12', 10, 'none'],
  ['bytes=99999999999999999999-', 10, 'none'],
  ['bytes=-0', 10, 'none'],
  ['bytes=0-', 0, 'none'],
  ['bytes=0-0', 0, 'none'],
  ['bytes=-5', 0, 'whole'],
  ['', 10, 'whole'],
  ['bytes', 10, 'whole'],
  ['bytes=', 10, 'whole'],
  ['bytes=-', 10, 'whole'],
  ['bytes=1', 10, 'whole'],
  ['bytes=4-2', 10, 'whole'],
  ['bytes=a-2', 10, 'whole'],
  ['bytes=1-b', 10, 'whole'],
  ['bytes=--2', 10, 'whole'],
  ['bytes=1--2', 10, 'whole'],
  ['bytes=+1-2', 10, 'whole'],
  ['bytes=1-2-3', 10, 'whole'],
  ['bytes=0x1-2', 10, 'whole'],
  ['bytes= 1-2', 10, 'whole'],
  ['bytes=1 -2', 10, 'whole'],
  ['bytes=1- 2', 10, 'whole'],
  ['bytes =1-2', 10, 'whole'],
  ['bytes=0-1,4-5', 10, 'whole'],
  ['bytes=0-1, bytes=4-5', 10, 'whole'],
  ['bytes=0-1,', 10, 'whole'],
  ['bytes=-1,0-', 10, 'whole'],
  ['lines=0-1', 10, 'whole'],
  ['bytes=\u0661-2', 10, 'whole'],
];
for (const [field, size, part] of RANGES)
  test(`range: "${field}" of ${size} bytes: ${part}`, () => assert.is(core.byteRange(field, size), part));

test.run();
