import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Address } from '../../../../host/engines/engine.ts';
import { WOULD_BLOCK } from '../../../../host/engines/outcome.ts';
import { OTHER, PEER, type Outgoing, UdpGuest, code, from, isTrap } from './udp-guest.ts';

function times(count: number): Outgoing[] {
  return Array.from({ length: count }, () => ['a', PEER]);
}

const test = suite<{ it: UdpGuest }>('udp: sending');

test.before.each((context) => {
  context.it = new UdpGuest();
});

test('udp: datagrams are sent to whom they say', ({ it }) => {
  it.open();
  assert.is(it.checkSend(), 16);
  assert.is(it.send(['a', PEER], ['bc', OTHER]), 2);
  assert.equal(it.engineSocket.sent, [...from(PEER, 'a'), ...from(OTHER, 'bc')]);
});

test('udp: an IPv6 address is read from the list too', ({ it }) => {
  it.open(undefined, 6);
  const groups = [0x2001, 0xdb8, 0, 0, 0, 0, 0, 0xfffe];
  const to: Address = { family: 6, port: 53, parts: groups, flowInfo: 2 ** 32 - 1, scopeId: 7 };
  it.checkSend();
  assert.is(it.send(['x', to]), 1);
  assert.equal(it.engineSocket.sent, from(to, 'x'));
});

test('udp: on a connected socket, its peer or nobody may be named', ({ it }) => {
  it.open(PEER);
  it.checkSend();
  assert.is(it.send(['a', undefined], ['b', PEER]), 2);
  assert.equal(
    it.engineSocket.sent.map(({ address }) => address),
    [undefined, undefined],
  );
  it.checkSend();
  assert.is(it.send(['c', OTHER]), code('invalid-argument'));
});

const REFUSED: [what: string, outgoing: Outgoing][] = [
  ['no address', ['x', undefined]],
  ['port 0', ['x', { ...PEER, port: 0 }]],
  ['an address left open', ['x', { ...PEER, parts: [0, 0, 0, 0] }]],
  ['another family', ['x', { ...PEER, family: 6, parts: [0, 0, 0, 0, 0, 0, 0, 1] }]],
];
for (const [what, outgoing] of REFUSED) {
  test(`udp: ${what} is an invalid argument to send to, unless something was sent before`, ({ it }) => {
    it.open();
    it.checkSend();
    assert.is(it.send(outgoing, ['y', PEER]), code('invalid-argument'));
    it.checkSend();
    assert.is(it.send(['a', PEER], outgoing, ['b', PEER]), 1);
    assert.equal(it.engineSocket.sent, from(PEER, 'a'));
  });
}

test('udp: sending without a grant, more than was granted, or twice on one, traps', ({ it }) => {
  it.open();
  assert.throws(() => it.send(['a', PEER]), isTrap);
  assert.throws(() => it.send(), isTrap);
  it.checkSend();
  assert.is(it.send(), 0);
  assert.throws(() => it.send(...times(17)), isTrap);
  assert.is(it.send(...times(15)), 15);
  assert.throws(() => it.send(['a', PEER]), isTrap);
});

test('udp: what would block is not sent; nothing is granted until the socket is writable', ({ it }) => {
  it.open();
  it.engineSocket.taking = [1, WOULD_BLOCK];
  it.checkSend();
  assert.is(it.send(['a', PEER], ['b', PEER]), 1);
  assert.is(it.checkSend(), 0);
  assert.throws(() => it.send(['b', PEER]), isTrap);
  const pollable = it.calls['[method]outgoing-datagram-stream.subscribe']!(it.outgoing);
  assert.is(it.calls['[method]pollable.ready']!(pollable), 0);
  it.host.engine.script = [() => it.engineSocket.take()];
  it.calls['[method]pollable.block']!(pollable);
  assert.is(it.checkSend(), 16);
});

test('udp: data outside the memory is not sent', ({ it }) => {
  it.open();
  it.checkSend();
  assert.throws(() => it.sendAt(65_530, 100), isTrap);
  assert.equal(it.engineSocket.sent, []);
});

test.run();
