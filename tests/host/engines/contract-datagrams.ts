import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Engine, type EngineSocket, blankAddress } from '../../../host/engines/engine.ts';
import { WOULD_BLOCK, failure } from '../../../host/engines/outcome.ts';
import type { Bench } from './bench.ts';

/** Sends text to a socket's port, or to whom the sender is connected. */
function send(bench: Bench, from: EngineSocket, text: string, to?: EngineSocket): number {
  const address = to && bench.loopback(to.family, bench.portOf(to));
  return bench.engine.sendTo(from, bench.memory, 0, bench.put(text), address);
}

/** Receives at place 100: text and the sender's port, or the outcome. */
function receive(bench: Bench, socket: EngineSocket, bytes = 2000): [string, number] | number {
  const from = blankAddress();
  const outcome = bench.engine.receiveFrom(socket, bench.memory, 100, bytes, from);
  if (outcome < 0) return outcome;
  return [Buffer.from(bench.memory.bytes.subarray(100, 100 + outcome)).toString(), from.port];
}

/** The part of the engine contract that is about UDP. */
export function datagrams(name: string, test: Test<{ bench: Bench; engine: Engine }>): void {
  for (const family of [4, 6] as const) {
    test(`${name}: datagrams over IPv${family} arrive whole, in order, with their sender`, async ({
      bench,
    }) => {
      const [one, two] = [bench.boundUdp(family), bench.boundUdp(family)];
      for (const text of ['first', '', 'third']) assert.is(send(bench, one, text, two), text.length);
      await bench.until(() => two.readable);
      const port = bench.portOf(one);
      assert.equal(receive(bench, two), ['first', port]);
      assert.ok(bench.engine.isReadable(two));
      assert.equal(receive(bench, two), ['', port]);
      assert.equal(receive(bench, two), ['third', port]);
      assert.not(bench.engine.isReadable(two));
      assert.is(receive(bench, two), WOULD_BLOCK);
      assert.not(two.readable);
    });
  }

  test(`${name}: a UDP socket is writable at once, and readable again with the next datagram`, async ({
    bench,
  }) => {
    const [one, two] = [bench.boundUdp(), bench.boundUdp()];
    assert.ok(one.writable);
    assert.is(receive(bench, two), WOULD_BLOCK);
    let calls = 0;
    two.onReady = () => calls++;
    send(bench, one, 'x', two);
    await bench.until(() => two.readable);
    assert.ok(calls > 0);
  });

  test(`${name}: more than a datagram can hold is datagram-too-large`, ({ bench, engine }) => {
    const [one, two] = [bench.boundUdp(), bench.boundUdp()];
    const to = bench.loopback(4, bench.portOf(two));
    assert.is(engine.sendTo(one, bench.memory, 0, 65_508, to), failure('datagram-too-large'));
    assert.is(engine.sendTo(one, bench.memory, 0, 65_507, to), 65_507);
  });

  test(`${name}: a datagram without an address on a socket without a peer is an invalid argument`, ({
    bench,
  }) => {
    assert.is(send(bench, bench.boundUdp(), 'x'), failure('invalid-argument'));
  });

  test(`${name}: connected, only the peer's datagrams arrive; disconnected, everybody's, on the same port`, async ({
    bench,
    engine,
  }) => {
    const [peer, other, it] = [bench.boundUdp(), bench.boundUdp(), bench.boundUdp()];
    const port = bench.portOf(it);
    assert.is(engine.connect(it, bench.loopback(4, bench.portOf(peer))), 0);
    assert.equal(engine.remoteAddress(it), bench.loopback(4, bench.portOf(peer)));
    send(bench, other, 'stray', it);
    send(bench, peer, 'wanted', it);
    await bench.until(() => it.readable);
    assert.equal(receive(bench, it), ['wanted', bench.portOf(peer)]);
    assert.is(receive(bench, it), WOULD_BLOCK);
    assert.is(send(bench, it, 'answer'), 6);
    await bench.until(() => peer.readable);
    assert.equal(receive(bench, peer), ['answer', port]);
    assert.is(engine.disconnect(it), 0);
    assert.is(bench.portOf(it), port);
    assert.is(engine.remoteAddress(it), failure('invalid-state'));
    send(bench, other, 'welcome', it);
    await bench.until(() => engine.isReadable(it));
    assert.equal(receive(bench, it), ['welcome', bench.portOf(other)]);
  });

  test(`${name}: a peer that is gone makes a connected socket readable, with connection-refused`, async ({
    bench,
    engine,
  }) => {
    const [gone, it] = [bench.boundUdp(), bench.boundUdp()];
    engine.connect(it, bench.loopback(4, bench.portOf(gone)));
    engine.closeSocket(gone);
    send(bench, it, 'x');
    await bench.until(() => it.readable);
    assert.is(receive(bench, it), failure('connection-refused'));
    assert.not(engine.isReadable(it));
  });
}
