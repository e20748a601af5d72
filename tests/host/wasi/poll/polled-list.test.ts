import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PolledList } from '../../../../host/wasi/poll/polled-list.ts';
import { Trap } from '../../../../host/wasi/resources.ts';

const test = suite('polled-list');
const START = 3;

/** Where a list says that a handle is, in order. */
function placesIn(list: PolledList, handle: number): number[] {
  const found = new Int32Array(10_000);
  return [...found.subarray(0, list.collect(handle, found, 0))].toSorted((a, b) => a - b);
}

function update(list: PolledList, handles: number[]): void {
  list.update(Int32Array.from([8, 8, 8, ...handles, 8]), START, handles.length);
}

/** Handles 10, 11, 12… */
function row(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 10);
}

/** Throws unless the list knows exactly these handles. */
function check(list: PolledList, handles: number[], message: string): void {
  const places = new Map<number, number[]>();
  handles.forEach((handle, i) => places.set(handle, [...(places.get(handle) ?? []), i]));
  for (let handle = 0; handle < 400; handle++) {
    assert.equal(placesIn(list, handle), places.get(handle) ?? [], `${message}: handle ${handle}`);
    assert.is(list.has(handle), places.has(handle), `${message}: handle ${handle}`);
  }
}

const CHANGES: [what: string, before: number[], after: number[]][] = [
  ['a longer list', [1, 2], [1, 2, 3]],
  ['a shorter list', [1, 2, 3], [1, 2]],
  ['one whose last took the place of another', [1, 2, 3, 4], [1, 4, 3]],
  ['the other way round', [1, 2, 3], [3, 2, 1]],
  ['one moved to the front', [1, 2, 3], [3, 1, 2]],
  ['one moved to the end', [1, 2, 3], [2, 3, 1]],
  ['another list', [1, 2, 3], [4, 5, 6]],
  ['a new duplicate', [1, 2, 3], [1, 2, 1]],
  ['a new handle twice', [1, 2, 3], [1, 4, 4]],
  ['a duplicate appended', [1, 2], [1, 2, 2]],
  ['a duplicate gone', [1, 2, 1], [1, 2, 3]],
  ['the first of a duplicate gone', [1, 2, 1], [3, 2, 1]],
  ['a duplicate cut off', [1, 2, 1], [1, 2]],
  ['all of a duplicate gone', [1, 1, 2], [3, 4, 2]],
  ['a duplicate that moves', [1, 1, 2, 3], [2, 3, 1, 1]],
  ['a long list, changed in the middle', row(300), row(300).with(150, 5)],
  ['a long list, with its first once more at the end', row(300), [...row(300), 10]],
  ['a long list without its first', row(300), row(300).slice(1)],
];
for (const [what, before, after] of CHANGES) {
  test(`polled-list: knows ${what}, and the way back`, () => {
    const list = new PolledList();
    update(list, before);
    check(list, before, 'before');
    update(list, after);
    check(list, after, 'after');
    update(list, after);
    check(list, after, 'after, again');
    update(list, before);
    check(list, before, 'back');
  });
}

test('polled-list: a list of many chunks is known, wherever it changes', () => {
  const handles = Array.from({ length: 9000 }, (_, i) => i + 10);
  const list = new PolledList();
  update(list, handles);
  for (const place of [0, 2047, 2048, 5000, 8999]) {
    const changed = handles.with(place, 9);
    update(list, changed);
    assert.equal(placesIn(list, 9), [place]);
    assert.not(list.has(handles[place]!));
    update(list, handles);
    assert.equal(placesIn(list, handles[place]!), [place]);
    assert.not(list.has(9));
  }
});

test('polled-list: looks at the memory that it is given, also after it has moved', () => {
  const list = new PolledList();
  update(list, row(300));
  update(list, row(301)); // another array each time
  assert.equal(placesIn(list, 310), [300]);
});

for (const handle of [-1, 2 ** 31 - 1]) {
  test(`polled-list: ${handle} is no handle`, () => {
    assert.throws(
      () => update(new PolledList(), [1, handle]),
      (error: unknown) => error instanceof Trap,
    );
  });
}

test('polled-list: a handle is checked when it is new, and again once it was dropped', () => {
  const list = new PolledList();
  const checked: number[] = [];
  const poll = (...handles: number[]): void =>
    list.update(Int32Array.from(handles), 0, handles.length, (handle) => checked.push(handle));
  poll(1, 2, 2);
  poll(1, 2, 2);
  assert.equal(checked.splice(0), [1, 2, 2]);
  list.drop(2);
  assert.not(list.has(2));
  poll(1, 2, 2);
  assert.equal(checked.splice(0), [2, 2]);
  check(list, [1, 2, 2], 'after');
  poll(...row(300));
  list.drop(200);
  checked.length = 0;
  poll(...row(300));
  assert.equal(checked, [200]);
  check(list, row(300), 'a long list');
});

test.run();
