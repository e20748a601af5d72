import { connect } from 'node:net';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EpollEngine } from '../../../host/engines/epoll/engine.ts';
import { GuestMemory } from '../../../host/wasi/abi.ts';
import { streams } from '../../../host/wasi/io/streams.ts';
import { TcpSocket } from '../../../host/wasi/sockets/tcp-socket.ts';
import { Bench } from '../engines/bench.ts';
import { type TestHost, fakeGuest, testHost, wordsAt } from '../hosts.ts';
import { Readiness } from '../../../host/wasi/poll/readiness.ts';

const test = suite('attacks: reading');
const RESULT = 64;

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A connection of the epoll engine, read by a guest that notes how much memory it is asked for. */
async function reading(): Promise<{
  read(bytes: number, name?: string): string;
  asked: number[];
  client: ReturnType<typeof connect>;
  arrives(): Promise<void>;
  sees(): Promise<void>;
  close(): Promise<void>;
}> {
  const engine = new EpollEngine();
  const bench = new Bench(engine, engine.addressOf);
  const [accepted, client] = await bench.pair();
  const guest = fakeGuest(4);
  const memory = new GuestMemory(engine.addressOf);
  const readiness = new Readiness(engine);
  const host = { ...testHost(), engine: engine as unknown as TestHost['engine'], memory, readiness };
  memory.attach(guest);
  const input = host.resources.add(new TcpSocket(host, accepted).open().input);
  const calls = streams(host) as unknown as Record<string, (...args: (number | bigint)[]) => void>;
  return {
    client,
    asked: guest.asked,
    read: (bytes, name = 'read') => {
      calls[`[method]input-stream.${name}`]!(input, BigInt(bytes), RESULT);
      const [failed, pointer, count] = wordsAt(memory, RESULT, 3) as [number, number, number];
      if ((failed & 0xff) === 1) return (pointer & 0xff) === 1 ? 'closed' : 'failed';
      return Buffer.from(memory.bytes.slice(pointer, pointer + count)).toString();
    },
    arrives: turns,
    sees: async () => {
      await turns();
      engine.wait(0);
    },
    close: async () => {
      engine.close();
      await bench.close();
    },
  };
}

test('attacks: a read of nothing asks the guest for no memory', async () => {
  const it = await reading();
  for (const bytes of [10, 0, 65_536]) assert.is(it.read(bytes), '');
  assert.equal(it.asked, []);
  await it.close();
});

test('attacks: bytes that the engine has heard of are received where the guest says, as many as it asks for', async () => {
  const it = await reading();
  it.client.write('abcdef');
  await it.sees();
  assert.is(it.read(10), 'abcdef');
  assert.is(it.read(10), '');
  assert.equal(it.asked, [10]);
  await it.close();
});

test('attacks: bytes that the engine has not heard of are read, into as much memory as they need', async () => {
  const it = await reading();
  it.client.write('abc');
  await it.arrives();
  assert.is(it.read(65_536), 'abc');
  assert.equal(it.asked, [3]);
  await it.close();
});

test('attacks: a peer that leaves makes the guest allocate nothing, however it has read before', async () => {
  for (const first of [2, 3]) {
    const it = await reading();
    it.client.end('abc');
    await it.sees();
    assert.is(it.read(first), 'abc'.slice(0, first));
    if (first < 3) assert.is(it.read(65_536), 'c');
    const before = it.asked.length;
    for (let reads = 0; reads < 3; reads++) assert.is(it.read(65_536), 'closed');
    assert.is(it.asked.length, before);
    await it.close();
  }
});

test('attacks: a peer that leaves after a read that took all of it makes the guest allocate nothing', async () => {
  const it = await reading();
  it.client.write('abc');
  await it.sees();
  assert.is(it.read(3), 'abc');
  it.client.end();
  await it.arrives();
  assert.is(it.read(65_536), 'closed');
  assert.equal(it.asked, [3]);
  await it.close();
});

test('attacks: a connection that is reset makes the guest allocate nothing', async () => {
  const it = await reading();
  it.client.resetAndDestroy();
  await once(it.client, 'close');
  await it.sees();
  assert.is(it.read(65_536), 'failed');
  assert.is(it.read(65_536), 'closed');
  assert.equal(it.asked, []);
  await it.close();
});

test('attacks: a read that waits asks for memory when bytes have come, and not at the end', async () => {
  const it = await reading();
  it.client.write('abc');
  assert.is(it.read(65_536, 'blocking-read'), 'abc');
  assert.is(it.asked.length, 1);
  it.client.end();
  await it.arrives();
  assert.is(it.read(65_536, 'blocking-read'), 'closed');
  assert.is(it.read(0, 'blocking-read'), 'closed');
  assert.is(it.asked.length, 1);
  await it.close();
});

test.run();
