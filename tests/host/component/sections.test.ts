import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Malformed, sections } from '../../../host/component/sections.ts';
import { component, section } from '../bytes.ts';

const test = suite('sections');

test('sections: a preamble alone has none', () => {
  assert.equal([...sections(component())], []);
});

test('sections: come in order, with id, content and the whole', () => {
  const first = section(0, [4, 5, 6]);
  const second = section(1, []);
  const found = [...sections(component(first, second))];
  assert.equal(
    found.map(({ id, content, whole }) => [id, [...content], [...whole]]),
    [
      [0, [4, 5, 6], first],
      [1, [], second],
    ],
  );
});

for (const size of [127, 128, 16_383, 16_384, 100_000]) {
  test(`sections: reads a size of ${size}`, () => {
    const [found] = [...sections(component(section(1, new Uint8Array(size).fill(7))))];
    assert.is(found!.content.length, size);
    assert.ok(found!.content.every((byte) => byte === 7));
  });
}

test('sections: takes a size padded to five bytes', () => {
  const [found] = [...sections(component([9, 0x82, 0x80, 0x80, 0x80, 0x00, 1, 2]))];
  assert.equal([...found!.content], [1, 2]);
});

const MALFORMED: [what: string, bytes: number[]][] = [
  ['an id without a size', [1]],
  ['a size that does not end', [1, 0x80]],
  ['a size of more than five bytes', [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]],
  ['content that is cut off', [1, 3, 0, 0]],
  ['a size of almost 2^35', [1, 0xff, 0xff, 0xff, 0xff, 0x7f, 0]],
];
for (const [what, bytes] of MALFORMED) {
  test(`sections: ${what} is malformed`, () => {
    assert.throws(
      () => [...sections(component(bytes))],
      (error: unknown) => error instanceof Malformed,
    );
  });
}

test.run();
