import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('parse-date');
const core = await loadCore();
const NOW = Date.UTC(2026, 10, 24) / 1000;

const DATES: [text: string, iso: string][] = [
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37Z'],
  ['Wed Nov 16 08:49:37 1994', '1994-11-16T08:49:37Z'],
  ['Thu, 01 Jan 1970 00:00:00 GMT', '1970-01-01T00:00:00Z'],
  ['Wed, 31 Dec 1969 23:59:59 GMT', '1969-12-31T23:59:59Z'],
  ['Tue, 29 Feb 2000 12:00:00 GMT', '2000-02-29T12:00:00Z'],
  ['Fri, 31 Dec 9999 23:59:59 GMT', '9999-12-31T23:59:59Z'],
  ['Sat, 01 Jan 0000 00:00:00 GMT', '0000-01-01T00:00:00Z'],
  ['Tue, 01 Mar 2101 00:00:00 GMT', '2101-03-01T00:00:00Z'],
  ['Wednesday, 01-Jan-76 00:00:00 GMT', '2076-01-01T00:00:00Z'],
  ['Friday, 01-Jan-77 00:00:00 GMT', '1977-01-01T00:00:00Z'],
  ['Saturday, 01-Jan-00 00:00:00 GMT', '2000-01-01T00:00:00Z'],
];
for (const [text, iso] of DATES)
  test(`date: ${text} is ${iso}`, () => assert.is(core.dateSeconds(text, NOW), Date.parse(iso) / 1000));

test('date: each day of four centuries is what the calendar says', () => {
  for (let ms = Date.UTC(1890, 0, 1); ms < Date.UTC(2290, 0, 1); ms += 86_400_000) {
    const text = new Date(ms).toUTCString();
    if (core.dateSeconds(text, NOW) !== ms / 1000) assert.unreachable(text);
  }
});

test('date: a leap second is the first of the next minute', () =>
  assert.is(core.dateSeconds('Sat, 31 Dec 2016 23:59:60 GMT', NOW), Date.UTC(2017, 0, 1) / 1000));

const OTHERS = [
  '',
  'x',
  '0',
  'Sun',
  ',',
  'Sun,',
  'Sunday,',
  'sun, 06 Nov 1994 08:49:37 GMT',
  'Sun, 06 nov 1994 08:49:37 GMT',
  'Sun, 06 ovD 1994 08:49:37 GMT',
  'unM, 06 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37 gmt',
  'Sun, 06 Nov 1994 08:49:37 UTC',
  'Sun, 06 Nov 1994 08:49:37',
  'Sun, 06 Nov 1994 08:49:37 GMT ',
  ' Sun, 06 Nov 1994 08:49:37 GMT',
  'Sun, 6 Nov 1994 08:49:37 GMT',
  'Sun,  6 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 94 08:49:37 GMT',
  'Sun, 06-Nov-1994 08:49:37 GMT',
  'Sun, 06-Nov-94 08:49:37 GMT',
  'Sunday, 06 Nov 1994 08:49:37 GMT',
  'day, 06-Nov-94 08:49:37 GMT',
  'Someday, 06-Nov-94 08:49:37 GMT',
  'Sun Nov 06 08:49:37 1994 GMT',
  'Sun Nov 6 08:49:37 1994',
  'Sun, 00 Nov 1994 08:49:37 GMT',
  'Sun, 31 Nov 1994 08:49:37 GMT',
  'Sun, 32 Dec 1994 08:49:37 GMT',
  'Sun, 29 Feb 1994 08:49:37 GMT',
  'Sun, 29 Feb 1900 08:49:37 GMT',
  'Sun, 06 Nov 1994 24:00:00 GMT',
  'Sun, 06 Nov 1994 08:60:00 GMT',
  'Sun, 06 Nov 1994 08:49:61 GMT',
  'Sun, +6 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov -994 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37 GM\u0654',
  'Sun, 0\u0666 Nov 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
];
for (const text of OTHERS)
  test(`date: ${JSON.stringify(text)} is none`, () => assert.ok(Number.isNaN(core.dateSeconds(text, NOW))));

test.run();
