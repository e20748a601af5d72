import { once } from 'node:events';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Engine } from '../../../host/engines/engine.ts';
import { WOULD_BLOCK, failure } from '../../../host/engines/outcome.ts';
import type { Bench } from './bench.ts';

/** The part of the engine contract that is about bytes: receiving, sending, ending. */
export function readingAndWriting(name: string, test: Test<{ bench: Bench; engine: Engine }>): void {
  test(`${name}: a new connection is writable, and receiving from it would block`, async ({ bench }) => {
    const [accepted] = await bench.pair();
    await bench.until(() => accepted.writable);
    assert.is(bench.receive(accepted, 10), WOULD_BLOCK);
    assert.not(accepted.readable);
  });

  test(`${name}: readable after data, not after a short read, and again after more`, async ({ bench }) => {
    const [accepted, client] = await bench.pair();
    client.write('hello');
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 100), 'hello');
    assert.not(accepted.readable);
    let calls = 0;
    accepted.onReady = () => calls++;
    client.write('again');
    await bench.until(() => accepted.readable);
    assert.ok(calls > 0);
    assert.is(bench.receive(accepted, 100), 'again');
  });

  test(`${name}: isReadable knows after a full read whether more is there`, async ({ bench, engine }) => {
    const [accepted, client] = await bench.pair();
    client.write('abcdef');
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 3), 'abc');
    assert.ok(engine.isReadable(accepted));
    assert.is(bench.receive(accepted, 3), 'def');
    assert.not(engine.isReadable(accepted));
    client.write('more');
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 100), 'more');
  });

  test(`${name}: a full read leaves it readable, and the rest is there`, async ({ bench }) => {
    const [accepted, client] = await bench.pair();
    client.write('abcdef');
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 4), 'abcd');
    assert.ok(accepted.readable);
    assert.is(bench.receive(accepted, 4), 'ef');
  });

  test(`${name}: receives at the place asked for, and writes no byte beside it`, async ({ bench }) => {
    const [accepted, client] = await bench.pair();
    bench.memory.bytes.fill(0x2e, 0, 110);
    client.write('abcdef');
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 3), 'abc');
    assert.is(Buffer.from(bench.memory.bytes.subarray(98, 106)).toString(), '..abc...');
  });

  test(`${name}: after the last byte comes the end of stream, and it stays readable`, async ({ bench }) => {
    const [accepted, client] = await bench.pair();
    client.end('bye');
    await once(client, 'finish');
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 100), 'bye');
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 100), 0);
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 100), 0);
  });

  test(`${name}: a reset is connection-reset`, async ({ bench }) => {
    const [accepted, client] = await bench.pair();
    client.resetAndDestroy();
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 100), failure('connection-reset'));
  });

  test(`${name}: sending after a reset is connection-reset too`, async ({ bench }) => {
    const [accepted, client] = await bench.pair();
    client.resetAndDestroy();
    await bench.until(() => accepted.readable);
    bench.receive(accepted, 1); // takes the socket's pending error
    assert.is(bench.send(accepted, 'x'), failure('connection-reset'));
  });

  test(`${name}: what is sent arrives, from either memory`, async ({ bench, engine }) => {
    const [accepted, client] = await bench.pair();
    assert.is(bench.send(accepted, 'from the guest, '), 16);
    assert.is(engine.sendBytes(accepted, Buffer.from('from the host')), 13);
    engine.shutdown(accepted, false, true);
    let text = '';
    client.on('data', (data: Buffer) => (text += data.toString()));
    await once(client, 'end');
    assert.is(text, 'from the guest, from the host');
  });

  test(`${name}: a peer that does not read makes sending block, and reading makes it writable`, async ({
    bench,
    engine,
  }) => {
    const [accepted, client] = await bench.pair();
    const chunk = Uint8Array.from({ length: 65536 }, (_, i) => i & 0xff);
    client.pause();
    let sent = 0;
    let outcome = 0;
    while (outcome >= 0 && sent < 2 ** 28) {
      // The pattern goes on where the kernel stopped, so that what arrives can be checked.
      outcome = engine.sendBytes(accepted, chunk.subarray(sent & 0xff));
      if (outcome > 0) sent += outcome;
    }
    assert.is(outcome, WOULD_BLOCK);
    assert.not(accepted.writable);
    let arrived = 0;
    let isRight = true;
    client.on('data', (data: Buffer) => {
      for (const byte of data) isRight &&= byte === (arrived++ & 0xff);
    });
    client.resume();
    await bench.until(() => accepted.writable && arrived === sent);
    assert.ok(isRight);
  });

  test(`${name}: shutting the sending end leaves the other open`, async ({ bench, engine }) => {
    const listener = bench.listener();
    const [accepted, client] = await bench.pair(listener);
    client.allowHalfOpen = true;
    assert.is(engine.shutdown(accepted, false, true), 0);
    client.resume();
    await once(client, 'end');
    client.write('answer');
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 100), 'answer');
  });

  test(`${name}: shutting the receiving end is an end of stream`, async ({ bench, engine }) => {
    const [accepted] = await bench.pair();
    assert.is(engine.shutdown(accepted, true, false), 0);
    await bench.until(() => accepted.readable);
    assert.is(bench.receive(accepted, 10), 0);
  });
}
