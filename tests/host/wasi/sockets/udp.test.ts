import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failure } from '../../../../host/engines/outcome.ts';
import { OTHER, PEER, UdpGuest, code, from, isTrap } from './udp-guest.ts';

const test = suite<{ it: UdpGuest }>('udp');

test.before.each((context) => {
  context.it = new UdpGuest();
});

test('udp: a new socket has nothing to finish, no addresses and no streams', ({ it }) => {
  assert.is(it.step('finish-bind'), code('not-in-progress'));
  assert.is(it.step('local-address', 4), code('invalid-state'));
  assert.is(it.step('remote-address', 4), code('invalid-state'));
  assert.is(it.stream(), code('invalid-state'));
});

test('udp: binds in two steps, once', ({ it }) => {
  assert.is(it.startBind(), 'ok');
  assert.is(it.startBind(), code('concurrency-conflict'));
  assert.is(it.stream(), code('invalid-state'));
  assert.is(it.step('finish-bind'), 'ok');
  assert.is(it.startBind(), code('invalid-state'));
  assert.is(it.step('local-address', 4), 'ok');
  assert.is(it.calls['[method]udp-socket.address-family']!(it.socket), 0);
});

test('udp: a failed bind leaves the socket as it was', ({ it }) => {
  it.host.engine.bind = () => failure('address-in-use');
  assert.is(it.startBind(), code('address-in-use'));
  it.host.engine.bind = () => 0;
  assert.is(it.startBind(), 'ok');
});

test('udp: datagrams are received with their senders, at most as many as asked for', ({ it }) => {
  it.open();
  it.engineSocket.datagrams = [...from(PEER, 'one', ''), ...from(OTHER, 'three', 'four')];
  assert.equal(it.receive(3n), [
    ['one', PEER.port],
    ['', PEER.port],
    ['three', OTHER.port],
  ]);
  assert.equal(it.receive(-1n), [['four', OTHER.port]]);
  assert.equal(it.receive(5n), []);
});

test('udp: asking for no datagrams receives none', ({ it }) => {
  it.open();
  it.engineSocket.datagrams = from(PEER, 'one');
  assert.equal(it.receive(0n), []);
  assert.is(it.engineSocket.datagrams.length, 1);
});

test('udp: an incoming datagram lies in memory as the canonical ABI says', ({ it }) => {
  it.open();
  it.engineSocket.datagrams = from(PEER, 'abc');
  it.receive(1n);
  const { memory } = it.host;
  const [list, count] = memory.words.subarray(it.result / 4 + 1, it.result / 4 + 3);
  assert.is(count, 1);
  const [data, bytes] = memory.words.subarray(list! / 4, list! / 4 + 2);
  assert.is(Buffer.from(memory.bytes.subarray(data, data! + bytes!)).toString(), 'abc');
  const remote = Buffer.from(memory.bytes.subarray(list! + 8, list! + 18)).toString('hex');
  assert.is(remote, '0000000034127f000009');
});

test('udp: the list comes before the data, each with memory of its own', ({ it }) => {
  it.open();
  it.engineSocket.datagrams = from(PEER, 'abc', 'de');
  it.receive(9n);
  assert.equal(it.guest.asked.slice(-3), [80, 3, 2]);
});

test('udp: a failure is told when it comes first, and not when it comes later', ({ it }) => {
  it.open();
  const refused = failure('connection-refused');
  it.engineSocket.datagrams = [refused, ...from(PEER, 'a'), refused, ...from(PEER, 'b')];
  assert.is(it.receive(9n), code('connection-refused'));
  assert.equal(it.receive(9n), [['a', PEER.port]]);
  assert.equal(it.receive(9n), [['b', PEER.port]]);
});

test('udp: a connected socket passes over what others have sent before', ({ it }) => {
  it.open(PEER);
  it.engineSocket.datagrams = [...from(OTHER, 'stray'), ...from(PEER, 'wanted')];
  assert.equal(it.receive(9n), [['wanted', PEER.port]]);
});

test('udp: a flood of datagrams from others does not keep the thread: a receive ends, and the pollable stays ready', ({
  it,
}) => {
  it.open(PEER);
  const pollable = it.calls['[method]incoming-datagram-stream.subscribe']!(it.incoming);
  it.engineSocket.datagrams = [...from(PEER, 'first'), ...Array(1000).fill(from(OTHER, 'stray')[0])];
  it.engineSocket.arrive();
  assert.equal(it.receive(9n), [['first', PEER.port]]);
  assert.ok(it.engineSocket.datagrams.length > 900);
  it.engineSocket.datagrams.splice(100);
  it.engineSocket.datagrams.push(...from(PEER, 'last'));
  const received: [string, number][] = [];
  for (let calls = 0; calls < 9 && received.length === 0; calls++) {
    assert.is(it.calls['[method]pollable.ready']!(pollable), 1);
    received.push(...(it.receive(9n) as [string, number][]));
  }
  assert.equal(received, [['last', PEER.port]]);
  assert.is(it.calls['[method]pollable.ready']!(pollable), 0);
});

test('udp: the incoming pollable is ready when something has arrived, until it is taken', ({ it }) => {
  it.open();
  const pollable = it.calls['[method]incoming-datagram-stream.subscribe']!(it.incoming);
  assert.is(it.calls['[method]pollable.ready']!(pollable), 0);
  it.host.engine.script = [
    () => {
      it.engineSocket.datagrams = from(PEER, 'x');
      it.engineSocket.arrive();
    },
  ];
  it.calls['[method]pollable.block']!(pollable);
  it.receive(9n);
  assert.is(it.calls['[method]pollable.ready']!(pollable), 0);
});

test('udp: a second call of stream takes the place of the first, and of its peer', ({ it }) => {
  const log: string[] = [];
  it.host.engine.connect = (_socket, address) => log.push(`connect ${address.port}`) && 0;
  it.host.engine.disconnect = () => log.push('disconnect') && 0;
  it.open(PEER);
  const [incoming, outgoing] = [it.incoming, it.outgoing];
  const pollable = it.calls['[method]incoming-datagram-stream.subscribe']!(incoming);
  assert.is(it.stream(OTHER), 'ok');
  assert.is(it.step('remote-address', 4), 'ok');
  assert.equal(log, [`connect ${PEER.port}`, 'disconnect', `connect ${OTHER.port}`]);
  assert.is(it.calls['[method]pollable.ready']!(pollable), 1);
  assert.is(it.checkSend(outgoing), `error ${code('invalid-state')}`);
  assert.is(it.stream(), 'ok');
  assert.is(it.step('remote-address', 4), code('invalid-state'));
  it.incoming = incoming;
  assert.is(it.receive(1n), code('invalid-state'));
});

test('udp: a peer that can not be is an invalid argument, and the streams go on working', ({ it }) => {
  it.open();
  assert.is(it.stream({ ...PEER, port: 0 }), code('invalid-argument'));
  assert.is(it.checkSend(), 16);
});

test('udp: a socket is dropped after its streams only, and then closed', ({ it }) => {
  it.open();
  assert.throws(() => it.calls['[resource-drop]udp-socket']!(it.socket), isTrap);
  it.calls['[resource-drop]incoming-datagram-stream']!(it.incoming);
  it.calls['[resource-drop]outgoing-datagram-stream']!(it.outgoing);
  const { engineSocket } = it;
  it.calls['[resource-drop]udp-socket']!(it.socket);
  assert.ok(engineSocket.isClosed);
});

test.run();
