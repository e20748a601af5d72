import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('conditions');
const core = await loadCore();

const MODIFIED = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000;
const NOW = MODIFIED + 1000;
const SAME = new Date(MODIFIED * 1000).toUTCString();
const BEFORE = new Date((MODIFIED - 1) * 1000).toUTCString();
const AFTER = new Date((MODIFIED + 1) * 1000).toUTCString();

interface Fields {
  match?: string;
  unmodified?: string;
  noneMatch?: string;
  modified?: string;
}

function check(
  tag: string,
  { match = '', unmodified = '', noneMatch = '', modified = '' }: Fields,
  time = MODIFIED,
) {
  return core.conditions(tag, time, NOW, [match, unmodified, noneMatch, modified]);
}

/** The fields of a request for what has the tag "a" and was changed at SAME; what comes of it. */
const CASES: [fields: Fields, status: number][] = [
  [{}, 0],
  [{ match: '"a"' }, 0],
  [{ match: '*' }, 0],
  [{ match: '"b", "a"' }, 0],
  [{ match: '"b"' }, 412],
  [{ match: 'W/"a"' }, 412],
  [{ match: 'a' }, 412],
  [{ match: '"b" "a"' }, 412],
  [{ match: '*, "a"' }, 412],
  [{ match: '"a' }, 412],
  [{ match: '"b"', unmodified: AFTER }, 412],
  [{ match: '"a"', unmodified: BEFORE }, 0],
  [{ unmodified: SAME }, 0],
  [{ unmodified: AFTER }, 0],
  [{ unmodified: BEFORE }, 412],
  [{ unmodified: 'yesterday' }, 0],
  [{ noneMatch: '"a"' }, 304],
  [{ noneMatch: 'W/"a"' }, 304],
  [{ noneMatch: '*' }, 304],
  [{ noneMatch: '"b","c" , "a"' }, 304],
  [{ noneMatch: ',,"a",,' }, 304],
  [{ noneMatch: '"b, "a"' }, 0],
  [{ noneMatch: '"b"' }, 0],
  [{ noneMatch: '"A"' }, 0],
  [{ noneMatch: 'w/"a"' }, 0],
  [{ noneMatch: 'W/ "a"' }, 0],
  [{ noneMatch: '"b"x, "a"' }, 0],
  [{ noneMatch: '"a" x' }, 304],
  [{ noneMatch: '"b"', modified: AFTER }, 0],
  [{ noneMatch: '"a"', modified: BEFORE }, 304],
  [{ modified: SAME }, 304],
  [{ modified: AFTER }, 304],
  [{ modified: BEFORE }, 0],
  [{ modified: 'tomorrow' }, 0],
  [{ modified: `${SAME}, ${SAME}` }, 0],
  [{ match: '"b"', noneMatch: '"a"' }, 412],
  [{ match: '"a"', noneMatch: '"a"' }, 304],
  [{ unmodified: BEFORE, modified: AFTER }, 412],
  [{ unmodified: AFTER, modified: AFTER }, 304],
];
for (const [fields, status] of CASES)
  test(`conditions: ${JSON.stringify(fields)} comes to ${status}`, () =>
    assert.is(check('"a"', fields), status));

test('conditions: a weak tag is enough for If-None-Match, and not for If-Match', () => {
  assert.is(check('W/"a"', { noneMatch: '"a"' }), 304);
  assert.is(check('W/"a"', { match: '"a"' }), 412);
  assert.is(check('W/"a"', { match: 'W/"a"' }), 412);
  assert.is(check('W/"a"', { match: '*' }), 0);
});

test('conditions: without a tag and a time, only * is met', () => {
  assert.is(check('', { match: '"a"' }, 0), 412);
  assert.is(check('', { match: '*' }, 0), 0);
  assert.is(check('', { noneMatch: '""' }, 0), 0);
  assert.is(check('', { noneMatch: '*' }, 0), 304);
  assert.is(check('', { modified: AFTER, unmodified: BEFORE }, 0), 0);
});

/** If-Range, the tag, the time of the request, and whether the part may be sent. */
const RANGES: [field: string, tag: string, now: number, isOfRange: boolean][] = [
  ['', '"a"', NOW, true],
  ['"a"', '"a"', NOW, true],
  ['"b"', '"a"', NOW, false],
  ['W/"a"', '"a"', NOW, false],
  ['W/"a"', 'W/"a"', NOW, false],
  ['"a"', 'W/"a"', NOW, false],
  ['"b", "a"', '"a"', NOW, false],
  ['*', '"a"', NOW, false],
  ['"', '"a"', NOW, false],
  [SAME, '"a"', NOW, true],
  [BEFORE, '"a"', NOW, false],
  [AFTER, '"a"', NOW, false],
  [SAME, '"a"', MODIFIED + 2, true],
  [SAME, '"a"', MODIFIED + 1, false],
  ['soon', '"a"', NOW, false],
];
for (const [field, tag, now, isOfRange] of RANGES)
  test(`conditions: If-Range "${field}" ${isOfRange ? 'is' : 'is not'} of ${tag} ${now - MODIFIED} s later`, () =>
    assert.is(Boolean(core.ifRange(tag, MODIFIED, now, field)), isOfRange));

test.run();
