import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Resource, ResourceTable, Trap } from '../../../host/wasi/resources.ts';

const test = suite('resources');

class Parent extends Resource {
  isDropped = false;

  override drop(): void {
    this.isDropped = true;
  }
}
class Child extends Resource {}

function isTrap(error: unknown): boolean {
  return error instanceof Trap;
}

test('resources: handles are small numbers from 1 on', () => {
  const table = new ResourceTable();
  assert.equal([table.add(new Child()), table.add(new Child()), table.add(new Child())], [1, 2, 3]);
  assert.is(table.size, 3);
});

test('resources: a handle finds what was added under it', () => {
  const table = new ResourceTable();
  const parent = new Parent();
  const child = new Child(parent);
  const handles = [table.add(parent), table.add(child)] as const;
  assert.is(table.get(handles[0], Parent), parent);
  assert.is(table.get(handles[1], Child), child);
  assert.is(table.get(handles[1], Resource), child);
});

for (const handle of [0, -1, 2, 1.5, NaN, 2 ** 31]) {
  test(`resources: handle ${handle} of nothing traps`, () => {
    const table = new ResourceTable();
    table.add(new Child());
    assert.throws(() => table.get(handle, Resource), isTrap);
    assert.throws(() => table.drop(handle, Resource), isTrap);
  });
}

test('resources: a handle of another kind traps and names the kind', () => {
  const table = new ResourceTable();
  const handle = table.add(new Child());
  assert.throws(() => table.get(handle, Parent), /handle 1 is not a Parent/);
  assert.throws(() => table.drop(handle, Parent), isTrap);
  assert.is(table.size, 1);
});

test('resources: dropping frees what it holds, and its handle finds nothing after', () => {
  const table = new ResourceTable();
  const parent = new Parent();
  const handle = table.add(parent);
  table.drop(handle, Parent);
  assert.ok(parent.isDropped);
  assert.is(table.size, 0);
  assert.throws(() => table.get(handle, Parent), isTrap);
  assert.throws(() => table.drop(handle, Parent), isTrap);
});

test('resources: handles are used again after a drop', () => {
  const table = new ResourceTable();
  const first = table.add(new Child());
  table.add(new Child());
  table.drop(first, Child);
  const again = new Child();
  assert.is(table.add(again), first);
  assert.is(table.get(first, Child), again);
  assert.is(table.size, 2);
});

test('resources: one with children left is not dropped', () => {
  const table = new ResourceTable();
  const parent = new Parent();
  const handle = table.add(parent);
  const children = [table.add(new Child(parent)), table.add(new Child(parent))];
  assert.throws(() => table.drop(handle, Parent), /2 left/);
  table.drop(children[0]!, Child);
  assert.throws(() => table.drop(handle, Parent), /1 left/);
  assert.not(parent.isDropped);
  table.drop(children[1]!, Child);
  table.drop(handle, Parent);
  assert.ok(parent.isDropped);
});

test.run();
