import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EpollEngine } from '../../../../host/engines/epoll/engine.ts';
import type { EpollSocket } from '../../../../host/engines/epoll/socket.ts';
import { WOULD_BLOCK } from '../../../../host/engines/outcome.ts';
import { Bench } from '../bench.ts';

const HOLE_BYTES = 2 ** 32;

const test = suite<{ engine: EpollEngine; bench: Bench; file: string; fd: number }>('send file');
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-'));
test.after(() => rmSync(folder, { recursive: true }));

test.before.each((context) => {
  context.engine = new EpollEngine();
  context.bench = new Bench(context.engine, context.engine.addressOf);
  context.file = join(folder, 'file');
  writeFileSync(context.file, 'abcdef');
  context.fd = openSync(context.file, 'r');
});

test.after.each(({ engine, bench, fd }) => {
  bench.close();
  engine.close();
  closeSync(fd);
});

async function pairOf(bench: Bench): Promise<[EpollSocket, Socket]> {
  const [accepted, client] = await bench.pair();
  return [accepted as EpollSocket, client];
}

test('send file: sends a part, says where the file ends, and knows offsets beyond 4 GiB', async ({
  engine,
  bench,
  file,
  fd,
}) => {
  const [to, receiver] = await pairOf(bench);
  assert.is(engine.sendFile(to, fd, 1, 3), 3);
  assert.is(engine.sendFile(to, fd, 4, 100), 2);
  assert.is(engine.sendFile(to, fd, 6, 100), 0);
  truncateSync(file, HOLE_BYTES);
  writeFileSync(file, 'xyz', { flag: 'a' });
  assert.is(engine.sendFile(to, fd, HOLE_BYTES + 1, 100), 2);
  const got = receiver.read(7) ?? (await once(receiver, 'readable'), receiver.read(7));
  assert.is(String(got), 'bcdefyz');
});

test('send file: a peer that takes nothing more makes it wait, until it does', async ({
  engine,
  bench,
  file,
  fd,
}) => {
  truncateSync(file, HOLE_BYTES);
  const [to, receiver] = await pairOf(bench);
  receiver.pause();
  await bench.until(() => to.writable);
  let outcome = 1;
  for (let offset = 0; outcome > 0; offset += outcome) {
    assert.ok(to.writable);
    outcome = engine.sendFile(to, fd, offset, 2 ** 20);
  }
  assert.is(outcome, WOULD_BLOCK);
  assert.not(to.writable);
  receiver.resume();
  await bench.until(() => to.writable);
  assert.ok(engine.sendFile(to, fd, 0, 10) > 0);
});

test('send file: to a peer that has gone it fails', async ({ engine, bench, fd }) => {
  const [to, receiver] = await pairOf(bench);
  receiver.resetAndDestroy();
  await bench.until(() => to.ended);
  assert.ok(engine.sendFile(to, fd, 0, 10) < WOULD_BLOCK);
});

test.run();
