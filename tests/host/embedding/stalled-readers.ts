/** What holds of a guest whose output is read slowly, or not at all, on either engine. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, createReadStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../../support/client.ts';
import { guestOf, openFiles, portOf, run, serve, until } from './api.ts';

const LINES = 20_000;
const COUNTING = `
  const line = memory.data(16);
  /** Says the numbers from 0 on, a line each. */
  function count(to: i32): i32 {
    const out = stdout();
    for (let i = 0; i < to; i++) {
      let digits = i;
      for (let at = 7; at >= 0; at--, digits /= 10) store<u8>(line + at, 0x30 + digits % 10);
      store<u8>(line + 8, 10);
      write(out, line, 9, result);
      if (load<u8>(result) != 0) return 1;
    }
    return 0;
  }`;
const counting = await guestOf(`${COUNTING} export function run(): i32 { return count(${LINES}); }`);
const endless = await guestOf(`${COUNTING}
  export function run(): i32 {
    const socket = listen(0);
    isReady(subscribe(socket));
    return count(i32.MAX_VALUE);
  }`);
/** Asks for many streams, what each may take, and writes to all of them then. */
const grabbing = await guestOf(`
  const streams = memory.data(40000);
  const granted = memory.data(40000);
  const line = memory.data(4096);
  export function run(): i32 {
    for (let i = 0; i < 10000; i++) {
      store<i32>(streams + 4 * i, stdout());
      checkWrite(load<i32>(streams + 4 * i), result);
      store<i32>(granted + 4 * i, load<i32>(result, 8));
    }
    for (let i = 0; i < 10000; i++)
      if (load<i32>(granted + 4 * i)) writeNow(load<i32>(streams + 4 * i), line, 4096, result);
    write(stdout(), line, 4096, result);
    return 0;
  }`);
/** Sends a client what it takes and one piece more, drops it, says how many bytes that were, and ends. */
const leaving = await guestOf(`
  const piece = memory.data(65536);
  export function run(): i32 {
    const socket = listen(0);
    waitFor(socket);
    accept(socket, result);
    const client = load<i32>(result, 4);
    const input = load<i32>(result, 8);
    const output = load<i32>(result, 12);
    let sent = 0;
    for (checkWrite(output, result); load<i64>(result, 8) > 0; checkWrite(output, result)) {
      writeNow(output, piece, 65536, result);
      sent += 65536;
    }
    dropInput(input);
    dropOutput(output);
    drop(client);
    say(stdout(), sent.toString());
    return 0;
  }`);
/** A stream that counts what it is given and never comes to write it. */
class Stuck extends Writable {
  pieces = 0;

  override write = ((chunk: Buffer, done: () => void): boolean => {
    this.pieces++;
    return super.write(chunk, done);
  }) as Writable['write'];

  override _write(): void {}
}

const MAX_BYTES = 2 ** 20 + 8192;

/** Declares the tests for an engine. */
export function testStalledReaders(engine: 'epoll' | 'node-net'): void {
  const test = suite(`stalled readers, ${engine}`);
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-stalled-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  test.after(() => rmSync(folder, { recursive: true }));
  const permissions = { listen: '127.0.0.1:0' };

  for (const how of ['stop', 'close'] as const) {
    test(`${engine}: ${how} ends a guest whose output nobody reads; the program goes on meanwhile`, async () => {
      const before = openFiles();
      const stdout = openSync(path, 'r+'); // full some time, and never closed at the other end
      const server = serve(endless, { engine, stdout, permissions, limits: { graceMs: 50 } });
      await portOf(server);
      for (let turns = 0; turns < 20; turns++) await sleep(5);
      const { reason } = await within(server[how](), 'its end');
      assert.is(reason, how === 'stop' ? 'stopped' : 'closed');
      closeSync(stdout);
      await until(() => openFiles() <= before, 'nothing is left open');
    });
  }

  test(`${engine}: nothing is lost of what a slow reader reads`, async () => {
    const stdout = openSync(path, 'r+');
    const reader = createReadStream(path, { highWaterMark: 4096 });
    const ended = run(counting, { engine, stdout });
    let said = '';
    const read = (async () => {
      for await (const chunk of reader) {
        said += String(chunk);
        if (said.length % 10 === 0) await sleep(1);
        if (said.length >= 9 * LINES) break;
      }
    })();
    assert.is((await within(ended, 'its end')).exitCode, 0);
    closeSync(stdout);
    await within(read, 'all of it');
    const lines = said.split('\n').slice(0, -1);
    assert.is(lines.length, LINES);
    assert.ok(lines.every((line, i) => Number(line) === i));
  });

  test(`${engine}: a guest whose reader has left is told so, and goes on`, async () => {
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stdout = openSync(path, 'w');
    closeSync(reader);
    assert.is((await within(run(counting, { engine, stdout }), 'its end')).exitCode, 1);
    closeSync(stdout);
  });

  test(`${engine}: so is one whose descriptor is none`, async () => {
    assert.is((await within(run(counting, { engine, stdout: 4000 }), 'its end')).exitCode, 1);
  });

  test(`${engine}: a stream that is stuck gets no more than it has to keep, however it is written to`, async () => {
    for (const guest of [endless, grabbing]) {
      const stdout = new Stuck();
      const server = serve(guest, { engine, stdout, permissions });
      await until(() => stdout.writableLength > 1000, 'some output');
      for (let turns = 0; turns < 20; turns++) await sleep(5);
      assert.ok(stdout.writableLength < MAX_BYTES, `${stdout.writableLength} bytes`);
      assert.ok(stdout.pieces < 5000, `${stdout.pieces} pieces`);
      void server.close(); // changes nothing of it
      await sleep(20);
      assert.ok(stdout.writableLength < MAX_BYTES, `${stdout.writableLength} bytes`);
      server.ready.catch(() => {});
      await within(server.stop(), 'its end');
    }
  });

  test(`${engine}: a client that reads late has all that a guest sent before it ended`, async () => {
    const said: Buffer[] = [];
    const stdout = new Writable({
      write: (bytes: Buffer, _encoding, done) => done(void said.push(bytes) as never),
    });
    const server = serve(leaving, { engine, stdout, permissions });
    const client = connect(await portOf(server), '127.0.0.1').pause();
    await until(() => said.length > 0, 'the guest has sent all');
    let received = 0;
    client.on('data', (bytes) => (received += bytes.length)).resume();
    await within(once(client, 'close'), 'the end of the connection');
    assert.is(received, Number(Buffer.concat(said)));
    assert.is((await within(server.finished, 'its end')).exitCode, 0);
  });

  test.run();
}
