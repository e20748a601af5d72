import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { printable } from '../../host/printable.ts';

const test = suite('printable');

test('printable: other text is unchanged', () => {
  for (const text of ['', 'a b', "it's €, ü, 漢 and 😀", '\\u{1b}']) assert.is(printable(text), text);
});

test('printable: characters that control a terminal, hide or reverse text, or end a line are escaped', () => {
  assert.is(printable('a\x1b[31m\r\n\x07\x9b\0'), 'a\\u{1b}[31m\\u{d}\\u{a}\\u{7}\\u{9b}\\u{0}');
  assert.is(
    printable('\u202e\u2066\u200b\u2028\ufeff\ud800'),
    '\\u{202e}\\u{2066}\\u{200b}\\u{2028}\\u{feff}\\u{d800}',
  );
});

test('printable: a long text is cut at the limit', () => {
  assert.is(printable('x'.repeat(100_000)), `${'x'.repeat(500)}…`);
  assert.is(printable('xyz', 2), 'xy…');
});

test.run();
