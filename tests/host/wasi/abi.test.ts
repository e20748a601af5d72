import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failure } from '../../../host/engines/outcome.ts';
import { GuestMemory } from '../../../host/wasi/abi.ts';
import { fakeGuest } from '../hosts.ts';

const test = suite('memory');
const PAGE_BYTES = 65536;

function attached(guest = fakeGuest()): GuestMemory {
  const memory = new GuestMemory();
  memory.attach(guest);
  return memory;
}

test('memory: stores numbers in little-endian order, and no byte beside them', () => {
  const memory = attached();
  memory.bytes.fill(0xee, 0, 32);
  memory.u8(1, 0x12);
  memory.u16(4, 0x1234);
  memory.u32(8, 0xfedcba98);
  memory.u64(16, 2 ** 40 + 2 ** 31 + 3);
  const hex = Buffer.from(memory.bytes.subarray(0, 32)).toString('hex');
  assert.is(hex, 'ee12eeee3412eeee98badcfeeeeeeeee0300008000010000eeeeeeeeeeeeeeee');
});

test('memory: growing refreshes views and address', () => {
  const guest = fakeGuest();
  const seen: number[] = [];
  const memory = new GuestMemory((array) => seen.push(array.length));
  memory.attach(guest);
  memory.u32(8, 7);
  guest.memory.grow(1);
  assert.is(memory.bytes.length, 0);
  memory.refresh();
  assert.is(memory.bytes.length, 2 * PAGE_BYTES);
  assert.is(memory.words[2], 7);
  memory.u16(PAGE_BYTES + 2, 0x1234); // beyond what the old views could reach
  assert.is(memory.words[PAGE_BYTES / 4], 0x12340000);
  assert.equal(seen, [PAGE_BYTES, 2 * PAGE_BYTES]);
  assert.is(memory.base, 2);
});

test('memory: the address is taken once as long as nothing grows', () => {
  let count = 0;
  const memory = new GuestMemory(() => ++count);
  memory.attach(fakeGuest());
  memory.refresh();
  memory.allocate(1, 10);
  assert.is(count, 1);
});

test('memory: an allocation that grows the memory leaves fresh views', () => {
  const guest = fakeGuest();
  const memory = attached({
    ...guest,
    cabi_realloc: () => guest.memory.grow(1) * PAGE_BYTES,
  });
  const [pointer, bytes] = memory.allocateString('grüße');
  assert.equal([pointer, bytes], [PAGE_BYTES, 7]);
  assert.is(Buffer.from(memory.bytes.subarray(pointer, pointer + bytes)).toString(), 'grüße');
});

test('memory: a place outside it is refused, also above 2 GiB, where pointers come signed', () => {
  const memory = attached({ ...fakeGuest(), cabi_realloc: () => -16 });
  assert.throws(() => memory.allocate(1, 1), /1 bytes at 4294967280 are outside the memory/);
});

test('memory: stores success and failure', () => {
  const memory = attached();
  memory.bytes.fill(0xee, 0, 16);
  memory.storeOutcome(0, 5);
  assert.equal([...memory.bytes.subarray(0, 2)], [0, 0xee]);
  memory.storeOutcome(4, failure('would-block'));
  assert.equal([...memory.bytes.subarray(4, 6)], [1, 8]);
  memory.storeOutcome(8, failure('unknown'), 4);
  assert.equal([...memory.bytes.subarray(8, 13)], [1, 0xee, 0xee, 0xee, 0]);
});

test.run();
