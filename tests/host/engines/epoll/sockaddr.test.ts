import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Address } from '../../../../host/engines/engine.ts';
import { SOCKADDR_BYTES, readSockaddr, writeSockaddr } from '../../../../host/engines/epoll/sockaddr.ts';

const test = suite('sockaddr');

const IPV4: Address = { family: 4, port: 0x1234, parts: [127, 0, 0, 255], flowInfo: 0, scopeId: 0 };
const IPV6: Address = {
  family: 6,
  port: 65535,
  parts: [0xfe80, 0, 0, 0, 1, 2, 3, 0xffff],
  flowInfo: 0x12345,
  scopeId: 2 ** 32 - 1,
};

function write(address: Address): [bytes: number, hex: string, view: DataView] {
  const view = new DataView(new ArrayBuffer(SOCKADDR_BYTES));
  new Uint8Array(view.buffer).fill(0xee); // what an earlier call left
  const bytes = writeSockaddr(view, address);
  return [bytes, Buffer.from(view.buffer, 0, bytes).toString('hex'), view];
}

test('sockaddr: IPv4 takes 16 bytes, port in network order, padding 0', () => {
  const [bytes, hex] = write(IPV4);
  assert.is(bytes, 16);
  assert.is(hex, '020012347f0000ff0000000000000000');
});

test('sockaddr: IPv6 takes 28 bytes, flow and groups in network order', () => {
  const [bytes, hex] = write(IPV6);
  assert.is(bytes, SOCKADDR_BYTES);
  assert.is(hex, '0a00ffff00012345fe80000000000000000100020003ffffffffffff');
});

for (const address of [IPV4, IPV6]) {
  test(`sockaddr: IPv${address.family} is read as it was written`, () => {
    assert.equal(readSockaddr(write(address)[2]), address);
  });
}

test.run();
