import { readdirSync, writeSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EpollEngine } from '../../../../host/engines/epoll/engine.ts';
import { INVALID_STATE } from '../../../../host/engines/outcome.ts';
import { Bench } from '../bench.ts';
import { engineContract } from '../contract.ts';

engineContract({
  name: 'epoll',
  make: () => new EpollEngine(),
  addressOf: (engine, bytes) => (engine as EpollEngine).addressOf(bytes),
});

const test = suite('epoll');

/** How many files this process has open. */
function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

test('epoll: writing to wakeFd before or in a wait ends it, each time', () => {
  const engine = new EpollEngine();
  for (let i = 0; i < 3; i++) {
    writeSync(engine.wakeFd, new BigUint64Array([1n]));
    engine.wait(-1); // would never return
  }
  engine.close();
});

test('epoll: close frees sockets that do not listen yet, and a second close is harmless', () => {
  const before = openFiles();
  const engine = new EpollEngine();
  engine.openTcp(4);
  engine.close();
  assert.is(openFiles(), before);
  const other = new EpollEngine();
  engine.close();
  assert.is(openFiles(), before + 2, 'closed what is now the files of another');
  other.close();
});

test('epoll: a socket can not start to listen after stopListening', () => {
  const engine = new EpollEngine();
  const socket = engine.openTcp(4);
  assert.not.type(socket, 'number');
  if (typeof socket === 'number') return;
  engine.bind(socket, { family: 4, port: 0, parts: [127, 0, 0, 1], flowInfo: 0, scopeId: 0 });
  engine.stopListening(true);
  assert.is(engine.listen(socket, 1), INVALID_STATE);
  engine.close();
});

test('epoll: close frees the engine, its listeners and its connections', async () => {
  const warmUp = new EpollEngine(); // loading the C library may open files for good
  warmUp.close();
  const before = openFiles();
  const engine = new EpollEngine();
  const bench = new Bench(engine, engine.addressOf);
  await bench.pair();
  await bench.pair();
  assert.ok(openFiles() > before);
  engine.close();
  await bench.close();
  assert.is(openFiles(), before);
});

test('epoll: closing a socket frees it at once, listening or not', () => {
  const engine = new EpollEngine();
  const bench = new Bench(engine, engine.addressOf);
  const before = openFiles();
  const sockets = [bench.open(), bench.open(6), bench.listener()];
  assert.is(openFiles(), before + 3);
  for (const socket of sockets) engine.closeSocket(socket as never);
  assert.is(openFiles(), before);
  engine.close();
});

test('epoll: a socket closed with events under way is not told of them', async () => {
  const engine = new EpollEngine();
  const bench = new Bench(engine, engine.addressOf);
  const [accepted, client] = await bench.pair();
  let calls = 0;
  accepted.onReady = () => calls++;
  client.write('late');
  engine.closeSocket(accepted as never);
  engine.wait(0);
  assert.is(calls, 0);
  engine.close();
  await bench.close();
});

test.run();
