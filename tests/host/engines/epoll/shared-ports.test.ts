import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EngineSocket } from '../../../../host/engines/engine.ts';
import { EpollEngine } from '../../../../host/engines/epoll/engine.ts';
import { failure } from '../../../../host/engines/outcome.ts';
import { Bench } from '../bench.ts';

const test = suite('epoll: ports');
const IN_USE = failure('address-in-use');
const engines: EpollEngine[] = [];

test.after.each(() => {
  for (const engine of engines.splice(0)) engine.close();
});

function benchOf(isShared: boolean, joins: boolean): Bench {
  const engine = new EpollEngine({ ports: { isShared, joins } });
  engines.push(engine);
  return new Bench(engine, engine.addressOf);
}

/** Opens a listener: its port, or below 0. */
function listen(bench: Bench, port: number): number {
  const socket: EngineSocket = bench.open();
  const bound = bench.bind(socket, port);
  const outcome = bound < 0 ? bound : bench.engine.listen(socket, 16);
  return outcome < 0 ? outcome : bench.portOf(socket);
}

test('ports: the first is bound alone, those that join it beside it', () => {
  const port = listen(benchOf(true, false), 0);
  assert.is(listen(benchOf(true, false), port), IN_USE);
  assert.is(listen(benchOf(false, false), port), IN_USE);
  assert.is(listen(benchOf(true, true), port), port);
  assert.is(listen(benchOf(true, true), port), port);
});

test('ports: one that is not shared can not be joined', () => {
  const port = listen(benchOf(false, false), 0);
  assert.is(listen(benchOf(true, true), port), IN_USE);
});

test('ports: a listener that stops has taken the clients that wait in its backlog; they can still be accepted', async () => {
  const bench = benchOf(true, false);
  const listener = bench.listener();
  const client = bench.client(listener);
  await new Promise((resolve) => client.once('connect', resolve));
  bench.engine.stopListening(true);
  assert.type(bench.engine.accept(listener), 'object');
  assert.is(bench.engine.accept(listener), failure('invalid-state'));
  await bench.close();
});

test('ports: they tell whether such clients are left', async () => {
  const bench = benchOf(true, false);
  const engine = engines.at(-1)!;
  const listener = bench.listener();
  const client = bench.client(listener);
  await new Promise((resolve) => client.once('connect', resolve));
  assert.not(engine.ports.hasClients);
  engine.stopListening(false);
  assert.ok(engine.ports.hasClients && listener.readable);
  assert.type(bench.engine.accept(listener), 'object');
  assert.not(engine.ports.hasClients || listener.readable);
  await bench.close();
});

test('descriptors: those that the engine has open are known outside, and left alone once they are closed', () => {
  const descriptors = new Uint8Array(4096);
  const engine = new EpollEngine({ descriptors });
  const bench = new Bench(engine, engine.addressOf);
  const count = (): number => descriptors.filter(Boolean).length;
  const own = count();
  assert.is(descriptors[engine.wakeFd], 1);
  const sockets = [bench.open(), bench.open(6), bench.listener(), bench.boundUdp()];
  assert.is(count(), own + sockets.length);
  engine.closeSocket(sockets[0] as never);
  assert.is(count(), own + 3);
  engine.close();
  assert.is(count(), 1); // the wakeFd is its owner's
  assert.is(descriptors[engine.wakeFd], 1);
});

test.run();
