import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Engine, EngineSocket, SocketOption } from '../../../host/engines/engine.ts';
import { WOULD_BLOCK, failure } from '../../../host/engines/outcome.ts';
import type { Bench } from './bench.ts';

/** Connects a socket of the engine to a listener of it and sees it through. */
async function connected(
  bench: Bench,
  engine: Engine,
  socket: EngineSocket,
  listener: EngineSocket,
): Promise<number> {
  const outcome = engine.connect(socket, bench.loopback(listener.family, bench.portOf(listener)));
  if (outcome !== WOULD_BLOCK) return outcome;
  await bench.until(() => socket.writable);
  return engine.finishConnect(socket);
}

/** The part of the engine contract that is about connecting, and about options. */
export function connectingAndOptions(name: string, test: Test<{ bench: Bench; engine: Engine }>): void {
  for (const family of [4, 6] as const) {
    test(`${name}: connects over IPv${family} from an unbound socket, and bytes arrive`, async ({
      bench,
      engine,
    }) => {
      const listener = bench.listener(family);
      const socket = bench.open(family);
      assert.is(await connected(bench, engine, socket, listener), 0);
      await bench.until(() => listener.readable);
      const accepted = engine.accept(listener) as EngineSocket;
      assert.equal(engine.localAddress(socket), engine.remoteAddress(accepted));
      assert.equal(engine.remoteAddress(socket), engine.localAddress(listener));
      assert.is(bench.send(socket, 'hello'), 5);
      await bench.until(() => accepted.readable);
      assert.is(bench.receive(accepted, 100), 'hello');
    });
  }

  test(`${name}: connects from the port that it is bound to`, async ({ bench, engine }) => {
    const socket = bench.open();
    assert.is(bench.bind(socket), 0);
    const port = bench.portOf(socket);
    assert.is(await connected(bench, engine, socket, bench.listener()), 0);
    assert.is(bench.portOf(socket), port);
  });

  test(`${name}: connecting to a port of nobody is connection-refused`, async ({ bench, engine }) => {
    const bound = bench.open(); // bound, so that nobody else gets the port; not listening
    bench.bind(bound);
    const socket = bench.open();
    assert.is(await connected(bench, engine, socket, bound), failure('connection-refused'));
  });

  test(`${name}: what is connected ends with its peer's last byte`, async ({ bench, engine }) => {
    const listener = bench.listener();
    const socket = bench.open();
    await connected(bench, engine, socket, listener);
    await bench.until(() => listener.readable);
    const accepted = engine.accept(listener) as EngineSocket;
    bench.send(accepted, 'bye');
    engine.closeSocket(accepted);
    await bench.until(() => engine.isReadable(socket));
    assert.is(bench.receive(socket, 100), 'bye');
    await bench.until(() => engine.isReadable(socket));
    assert.is(bench.receive(socket, 100), 0);
  });

  const OPTIONS: [option: SocketOption, value: number][] = [
    ['keepAlive', 1],
    ['keepAliveIdleSeconds', 77],
    ['keepAliveIntervalSeconds', 33],
    ['keepAliveCount', 5],
    ['hopLimit', 42],
    ['receiveBufferBytes', 20_000],
    ['sendBufferBytes', 30_000],
  ];
  for (const family of [4, 6] as const) {
    test(`${name}: options over IPv${family} read back, and go from a listener to what it accepts`, async ({
      bench,
      engine,
    }) => {
      const listener = bench.listener(family);
      for (const [option, value] of OPTIONS) {
        assert.is(engine.setOption(listener, option, value), 0, option);
        assert.is(engine.getOption(listener, option), value, option);
      }
      const [accepted] = await bench.pair(listener);
      for (const [option, value] of OPTIONS) assert.is(engine.getOption(accepted, option), value, option);
    });
  }

  test(`${name}: options of datagrams read back`, ({ bench, engine }) => {
    for (const family of [4, 6] as const) {
      const socket = bench.openUdp(family);
      for (const option of ['hopLimit', 'receiveBufferBytes', 'sendBufferBytes'] as const) {
        const value = option === 'hopLimit' ? 9 : 16_000;
        assert.is(engine.setOption(socket, option, value), 0, option);
        assert.is(engine.getOption(socket, option), value, option);
      }
    }
  });

  test(`${name}: values above what the system takes are cut, not refused`, ({ bench, engine }) => {
    const socket = bench.open();
    for (const [option] of OPTIONS) {
      assert.is(engine.setOption(socket, option, 2 ** 31 - 1), 0, option);
      assert.ok(engine.getOption(socket, option) > 0, option);
    }
  });

  test(`${name}: a listener takes another backlog while it listens`, ({ bench, engine }) => {
    assert.is(engine.listen(bench.listener(), 3), 0);
  });
}
