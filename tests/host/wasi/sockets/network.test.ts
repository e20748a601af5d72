import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failure } from '../../../../host/engines/outcome.ts';
import { GuestMemory } from '../../../../host/wasi/abi.ts';
import { liftAddress, storeAddress } from '../../../../host/wasi/sockets/network.ts';
import { fakeGuest } from '../../hosts.ts';

const test = suite('network');
const GROUPS = [0xfe80, 0, 0, 0, 1, 2, 3, 0xffff];

function memoryOf(bytes: number): GuestMemory {
  const memory = new GuestMemory();
  memory.attach(fakeGuest());
  memory.bytes.fill(0xee, 0, bytes);
  return memory;
}

test('network: lifts an IPv4 address', () => {
  const address = liftAddress(0, [9001, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  assert.equal(address, { family: 4, port: 9001, parts: [127, 0, 0, 1], flowInfo: 0, scopeId: 0 });
});

test('network: lifts an IPv6 address, flow and scope unsigned', () => {
  const address = liftAddress(1, [65535, -1, ...GROUPS, -2]);
  assert.equal(address, {
    family: 6,
    port: 65535,
    parts: GROUPS,
    flowInfo: 2 ** 32 - 1,
    scopeId: 2 ** 32 - 2,
  });
});

test('network: stores an IPv4 address', () => {
  const memory = memoryOf(36);
  storeAddress(memory, 0, { family: 4, port: 0x1234, parts: [1, 2, 3, 4], flowInfo: 0, scopeId: 0 });
  const hex = Buffer.from(memory.bytes.subarray(0, 16)).toString('hex');
  assert.is(hex, '00eeeeee00eeeeee341201020304eeee');
});

test('network: stores an IPv6 address', () => {
  const memory = memoryOf(40);
  storeAddress(memory, 0, { family: 6, port: 80, parts: GROUPS, flowInfo: 0xabcdef01, scopeId: 5 });
  const hex = Buffer.from(memory.bytes.subarray(0, 40)).toString('hex');
  const groups = '80fe000000000000010002000300ffff';
  assert.is(hex, `00eeeeee01eeeeee5000eeee01efcdab${groups}05000000eeeeeeee`);
});

test('network: stores a failure at +4', () => {
  const memory = memoryOf(8);
  storeAddress(memory, 0, failure('invalid-state'));
  assert.is(Buffer.from(memory.bytes.subarray(0, 8)).toString('hex'), '01eeeeee09eeeeee');
});

test.run();
