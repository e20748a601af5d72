/** Holds the node-net engine to the contract, and to what it does where Node can't do what the system does. */
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NodeNetEngine } from '../../../../host/engines/node/engine.ts';
import { INVALID_STATE, WOULD_BLOCK, failure } from '../../../../host/engines/outcome.ts';
import type { NodeSocket } from '../../../../host/engines/node/socket.ts';
import { Bench, atRest, livingCount } from '../bench.ts';
import { engineContract } from '../contract.ts';

engineContract({ name: 'node-net', make: () => new NodeNetEngine() });

interface Context {
  bench: Bench;
  engine: NodeNetEngine;
}

const test = suite<Context>('node-net');

test.before.each((context) => {
  context.engine = new NodeNetEngine();
  context.bench = new Bench(context.engine, () => 0);
});
test.after.each(async ({ bench, engine }) => {
  engine.close();
  await bench.close();
});

test('node-net: a wait that nothing ends goes on until it is told to end, and lets the program go on', async ({
  engine,
}) => {
  let isOver = false;
  const waiting = engine.wait(-1).then(() => (isOver = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.not(isOver);
  engine.wake();
  await waiting;
  engine.wake(); // before a wait: it is not lost
  await engine.wait(-1);
});

test('node-net: a wait that has its news already lets the program have a turn nevertheless', async ({
  engine,
}) => {
  let turns = 0;
  let isCounting = true;
  const count = (): void => void (turns++, isCounting && setImmediate(count));
  setImmediate(count);
  for (let i = 0; i < 10; i++) {
    engine.wake();
    await engine.wait(-1);
  }
  isCounting = false;
  assert.ok(turns >= 9, `${turns} turns`);
});

test('node-net: clients beyond the backlog are reset, those within it are there', async ({
  bench,
  engine,
}) => {
  const listener = bench.open() as NodeSocket;
  bench.bind(listener);
  engine.listen(listener, 2);
  const [one, two] = [bench.client(listener), bench.client(listener)];
  await Promise.all([once(one, 'connect'), once(two, 'connect')]);
  const third = bench.client(listener);
  const [error] = (await once(third, 'error')) as [NodeJS.ErrnoException];
  assert.is(error.code, 'ECONNRESET');
  assert.type(engine.accept(listener), 'object');
  assert.type(engine.accept(listener), 'object');
  assert.is(engine.accept(listener), WOULD_BLOCK);
});

test('node-net: a client that waits for us and leaves is accepted, and then has failed', async ({
  bench,
  engine,
}) => {
  const listener = bench.listener() as NodeSocket;
  const client = bench.client(listener);
  await once(client, 'connect');
  await bench.until(() => listener.readable);
  client.resetAndDestroy();
  const accepted = engine.accept(listener);
  assert.not.type(accepted, 'number');
  if (typeof accepted === 'number') return;
  await bench.until(() => accepted.readable);
  assert.is(bench.receive(accepted, 10), failure('connection-reset'));
});

test('node-net: closing with bytes that were not received is a reset', async ({ bench, engine }) => {
  const [accepted, client] = await bench.pair();
  client.write('for nobody');
  await bench.until(() => accepted.readable);
  engine.closeSocket(accepted as NodeSocket);
  const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];
  assert.is(error.code, 'ECONNRESET');
});

test('node-net: what a peer sends without end is not read without end', async ({ bench }) => {
  const [accepted, client] = await bench.pair();
  client.write(Buffer.alloc(2 ** 26, 'x'));
  await bench.until(() => accepted.readable);
  for (let i = 0; i < 100; i++) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(client.bytesWritten - client.writableLength < 2 ** 26);
  assert.ok(client.writableLength > 0);
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 100; i++) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 20);
});

test('node-net: a UDP socket keeps 1 MiB at most for a guest that asks for more and does not receive', async ({
  bench,
  engine,
}) => {
  const [one, two] = [bench.boundUdp(), bench.boundUdp()];
  assert.is(engine.setOption(two as NodeSocket, 'receiveBufferBytes', 2 ** 30), 0);
  const to = bench.loopback(4, bench.portOf(two));
  const from = { ...to };
  for (let i = 0; i < 100; i++) {
    assert.is(engine.sendTo(one as NodeSocket, bench.memory, 0, 30_000, to), 30_000);
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  let kept = 0;
  while (two.readable) kept += engine.receiveFrom(two as NodeSocket, bench.memory, 0, 65_536, from);
  assert.ok(kept > 2 ** 19 && kept <= 2 ** 20, `${kept} bytes`);
});

test('node-net: bytes under way are their own, whatever is sent after', async ({ bench, engine }) => {
  const [accepted, client] = await bench.pair();
  const [other] = await bench.pair();
  client.pause();
  const memory = { bytes: new Uint8Array(65536), base: 0 };
  let sent = 0;
  for (let fill = 1; accepted.writable; fill = (fill % 250) + 1) {
    memory.bytes.fill(fill);
    sent += engine.send(accepted as NodeSocket, memory, 0, memory.bytes.length);
  }
  memory.bytes.fill(255);
  engine.send(other as NodeSocket, memory, 0, memory.bytes.length);
  let arrived = 0;
  let isRight = true;
  client.on('data', (data: Buffer) => {
    for (const byte of data) isRight &&= byte === (Math.floor(arrived++ / 65536) % 250) + 1;
  });
  client.resume();
  await bench.until(() => arrived === sent);
  assert.ok(isRight);
});

test('node-net: only what can be is done with a socket in its state', ({ bench, engine }) => {
  const socket = engine.openTcp(4);
  assert.is(engine.listen(socket, 1), INVALID_STATE);
  assert.is(bench.send(socket, 'x'), INVALID_STATE);
  assert.is(engine.shutdown(socket, true, true), INVALID_STATE);
  assert.is(engine.localAddress(socket), INVALID_STATE);
  assert.is(bench.bind(socket), 0);
  assert.is(bench.bind(socket), INVALID_STATE);
  assert.is(engine.listen(socket, 1), 0);
  assert.is(engine.connect(socket, bench.loopback(4, 9)), INVALID_STATE);
});

test('node-net: a closed engine keeps nothing of the process busy', async () => {
  const before = await livingCount();
  const engine = new NodeNetEngine();
  const bench = new Bench(engine, () => 0);
  await bench.pair();
  bench.boundUdp();
  bench.bind(bench.open());
  assert.ok(process.getActiveResourcesInfo().length > before);
  engine.close();
  await bench.close();
  await atRest(before);
});

test.run();
