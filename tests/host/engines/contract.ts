/** What every engine must hold to: the list at the top of host/engines/engine.ts. */
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Engine } from '../../../host/engines/engine.ts';
import { INVALID_STATE, WOULD_BLOCK, failure } from '../../../host/engines/outcome.ts';
import { Bench } from './bench.ts';
import { readingAndWriting } from './contract-bytes.ts';
import { connectingAndOptions } from './contract-connecting.ts';
import { datagrams } from './contract-datagrams.ts';
import { files } from './contract-files.ts';

/** How to get at the engine that is held to the contract. */
export interface Candidate {
  name: string;
  make(): Engine;
  /** Gives an array's address, as MemoryView's `base` needs it, if the engine uses them. */
  addressOf?(engine: Engine, bytes: Uint8Array): number;
}

interface Context {
  bench: Bench;
  engine: Engine;
}

/** Runs the contract's tests against an engine. */
export function engineContract({ name, make, addressOf }: Candidate): void {
  const test = suite<Context>(`${name} engine`);

  test.before.each((context) => {
    const engine = make();
    context.engine = engine;
    context.bench = new Bench(engine, (bytes) => addressOf?.(engine, bytes) ?? 0);
  });
  test.after.each(async ({ bench, engine }) => {
    engine.close();
    await bench.close();
  });

  test(`${name}: a listener has an address, and nobody to accept at first`, ({ bench, engine }) => {
    const listener = bench.listener();
    assert.ok(bench.portOf(listener) > 0);
    assert.is(engine.accept(listener), WOULD_BLOCK);
    assert.not(listener.readable);
  });

  for (const family of [4, 6] as const) {
    test(`${name}: accepts over IPv${family} and knows both ends`, async ({ bench, engine }) => {
      const listener = bench.listener(family);
      const [accepted, client] = await bench.pair(listener);
      const parts = family === 4 ? [127, 0, 0, 1] : [0, 0, 0, 0, 0, 0, 0, 1];
      const end = { family, parts, flowInfo: 0, scopeId: 0 };
      assert.is(accepted.family, family);
      assert.equal(engine.localAddress(accepted), { ...end, port: bench.portOf(listener) });
      assert.equal(engine.remoteAddress(accepted), { ...end, port: client.localPort });
    });
  }

  test(`${name}: isReadable knows that a listener's only client has been accepted`, async ({
    bench,
    engine,
  }) => {
    const listener = bench.listener();
    await bench.pair(listener);
    assert.not(engine.isReadable(listener));
  });

  test(`${name}: an IPv6 listener leaves the port free for IPv4`, ({ bench }) => {
    const port = bench.portOf(bench.listener(6));
    assert.is(bench.bind(bench.open(4), port), 0);
  });

  test(`${name}: a listener is readable until all are accepted, and once more for the next`, async ({
    bench,
    engine,
  }) => {
    const listener = bench.listener();
    let calls = 0;
    listener.onReady = () => calls++;
    for (const client of [bench.client(listener), bench.client(listener)]) await once(client, 'connect');
    await bench.until(() => listener.readable);
    assert.ok(calls > 0);
    assert.type(engine.accept(listener), 'object');
    await bench.until(() => listener.readable);
    assert.type(engine.accept(listener), 'object');
    assert.is(engine.accept(listener), WOULD_BLOCK);
    assert.not(listener.readable);
    const before = calls;
    await once(bench.client(listener), 'connect');
    await bench.until(() => listener.readable);
    assert.ok(calls > before);
  });

  test(`${name}: a port that another has gives address-in-use`, async ({ bench }) => {
    assert.is(bench.bind(bench.open(), await bench.takenPort()), failure('address-in-use'));
  });

  test(`${name}: an address of nobody here gives address-not-bindable`, ({ bench, engine }) => {
    const address = { family: 4 as const, port: 0, parts: [192, 0, 2, 1], flowInfo: 0, scopeId: 0 };
    assert.is(engine.bind(bench.open(), address), failure('address-not-bindable'));
  });

  test(`${name}: a socket that is not connected has no remote address`, ({ bench, engine }) => {
    assert.is(engine.remoteAddress(bench.listener()), INVALID_STATE);
  });

  test(`${name}: stopListening refuses clients, and listeners are readable for ever`, async ({
    bench,
    engine,
  }) => {
    const listener = bench.listener();
    const [accepted, client] = await bench.pair(listener);
    const late = bench.portOf(listener);
    let calls = 0;
    listener.onReady = () => calls++;
    engine.stopListening(true);
    assert.is(calls, 1);
    assert.ok(listener.stopped && listener.readable);
    assert.type(engine.localAddress(listener), 'number');
    assert.is(engine.accept(listener), INVALID_STATE);
    assert.is(engine.accept(listener), INVALID_STATE);
    assert.ok(listener.readable);
    const refused = bench.clientOf(late, 4);
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
    assert.is(error.code, 'ECONNREFUSED');
    client.write('still here');
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 100), 'still here');
  });

  test(`${name}: a guest that is not told of stopListening waits at listeners that are never ready`, async ({
    bench,
    engine,
  }) => {
    const listener = bench.listener();
    const late = bench.portOf(listener);
    let calls = 0;
    listener.onReady = () => calls++;
    engine.stopListening(false);
    assert.is(engine.accept(listener), WOULD_BLOCK);
    assert.not(listener.readable);
    assert.is(calls, 0);
    const [error] = (await once(bench.clientOf(late, 4), 'error')) as [NodeJS.ErrnoException];
    assert.is(error.code, 'ECONNREFUSED');
  });

  test(`${name}: a socket can be closed twice`, async ({ bench, engine }) => {
    const [accepted, client] = await bench.pair();
    engine.closeSocket(accepted);
    engine.closeSocket(accepted);
    client.resume();
    await once(client, 'end');
  });

  test(`${name}: a socket that is closed with a reset is one for its peer`, async ({ bench, engine }) => {
    const [accepted, client] = await bench.pair();
    engine.closeSocket(accepted, true);
    const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];
    assert.is(error.code, 'ECONNRESET');
  });

  test(`${name}: a wait with nothing ready returns when its time is over`, async ({ bench, engine }) => {
    const listener = bench.listener();
    await engine.wait(1);
    await engine.wait(0);
    assert.not(listener.readable);
  });

  readingAndWriting(name, test);
  connectingAndOptions(name, test);
  datagrams(name, test);
  files(name, test);
  test.run();
}
