import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Engine } from '../../../../host/engines/engine.ts';
import type { SystemCalls } from '../../../../host/engines/epoll/calls.ts';
import { EpollEngine } from '../../../../host/engines/epoll/engine.ts';
import { EpollPipe } from '../../../../host/engines/epoll/kernel-pipe.ts';
import { EpollSocket } from '../../../../host/engines/epoll/socket.ts';
import { WOULD_BLOCK, failure } from '../../../../host/engines/outcome.ts';
import { Bench } from '../bench.ts';

const MUCH = Buffer.alloc(16 << 20, 'abcdefghijklm');
const test = suite<{ engine: Engine; bench: Bench }>('kernel pipe');

test.before.each((context) => {
  const engine = new EpollEngine();
  context.engine = engine;
  context.bench = new Bench(engine, engine.addressOf);
});

test.after.each(({ engine, bench }) => {
  bench.close();
  engine.close();
});

test('kernel pipe: moves what has arrived, at most what was asked for, and knows then whether more has', async ({
  engine,
  bench,
}) => {
  const [from, sender] = await bench.pair();
  const [to, receiver] = await bench.pair();
  assert.is(engine.pipe!.fillFrom(from, 10), WOULD_BLOCK);
  assert.not(from.readable);
  sender.write('abcdef');
  await bench.until(() => from.readable);
  assert.is(engine.pipe!.fillFrom(from, 4), 4);
  assert.is(engine.pipe!.emptyTo(to), 4);
  assert.ok(engine.isReadable(from));
  assert.is(engine.pipe!.fillFrom(from, 10), 2);
  assert.is(engine.pipe!.emptyTo(to), 2);
  assert.not(engine.isReadable(from));
  assert.is(String(receiver.read(6) ?? (await once(receiver, 'readable'), receiver.read(6))), 'abcdef');
});

test('kernel pipe: tells the end of the stream and a reset', async ({ engine, bench }) => {
  const [from, sender] = await bench.pair();
  sender.end();
  await bench.until(() => from.readable);
  assert.is(engine.pipe!.fillFrom(from, 10), 0);
  const [other, resetting] = await bench.pair();
  resetting.resetAndDestroy();
  await bench.until(() => other.readable);
  assert.is(engine.pipe!.fillFrom(other, 10), failure('connection-reset'));
});

test('kernel pipe: gives back what a receiver does not take, in order, and is empty then', async ({
  engine,
  bench,
}) => {
  const [from, sender] = await bench.pair();
  const [to, receiver] = await bench.pair();
  receiver.pause();
  sender.write(MUCH);
  let sent = 0;
  for (; to.writable || sent === 0; sent += Math.max(engine.pipe!.emptyTo(to), 0)) {
    await bench.until(() => engine.isReadable(from));
    assert.ok(engine.pipe!.fillFrom(from, 262_144) > 0);
  }
  const rest = engine.pipe!.takeRest();
  assert.not(to.writable);
  assert.ok(rest.length > 0);
  assert.ok(MUCH.subarray(sent, sent + rest.length).equals(rest));
  assert.is(engine.pipe!.takeRest().length, 0);
});

test('kernel pipe: to a peer that has gone it fails', async ({ engine, bench }) => {
  const [from, sender] = await bench.pair();
  const [to, receiver] = await bench.pair();
  receiver.resetAndDestroy();
  sender.write('abc');
  await bench.until(() => from.readable && to.readable);
  assert.is(engine.pipe!.fillFrom(from, 10), 3);
  assert.ok(engine.pipe!.emptyTo(to) < WOULD_BLOCK);
  assert.is(Buffer.from(engine.pipe!.takeRest()).toString(), 'abc');
});

test('kernel pipe: it is opened when it is needed, and closed with the engine', () => {
  const before = readdirSync('/proc/self/fd').length;
  const engine = new EpollEngine();
  const unused = readdirSync('/proc/self/fd').length;
  assert.ok(engine.pipe);
  assert.is(engine.pipe, engine.pipe);
  assert.is(readdirSync('/proc/self/fd').length, unused + 2);
  engine.close();
  assert.is(readdirSync('/proc/self/fd').length, before);
});

test('kernel pipe: where the system has no splice for sockets, nothing is taken, and it is not used any more', () => {
  const calls = { pipe: () => ({ read: 1, write: 2 }), splice: () => failure('invalid-argument') };
  const pipe = EpollPipe.open(calls as unknown as SystemCalls)!;
  const socket = new EpollSocket(3, 4);
  socket.readable = true;
  assert.is(pipe.fillFrom(socket, 10), WOULD_BLOCK);
  assert.ok(socket.readable);
  assert.not(pipe.isSupported);
});

test.run();
