import { readFile } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Client, within } from '../../support/client.ts';
import { API_FILE, guestOf, portOf, run, serve, until } from './api.ts';

/** What guests can ask of the program's thread without end: it goes on, and stays small. */
const test = suite('floods');
const MAX_GROWTH_MIB = 100;

const NEW_SOCKET_LIMIT = 10;
const permissions = { listen: '127.0.0.1:*', resolve: '*' };

/** Does what its argument says, as long as that says, says 'done' and waits for a client. */
const guest = await guestOf(`
const noName = memory.data<u8>([0x6e, 0x6f, 0x2e, 0x69, 0x6e, 0x76, 0x61, 0x6c, 0x69, 0x64]);
const localhost = memory.data<u8>([0x6c, 0x6f, 0x63, 0x61, 0x6c, 0x68, 0x6f, 0x73, 0x74]);
function lookUp(count: i32): void {
  const own = network();
  for (let i = 0; i < count; i++) {
    resolve(own, noName, 10, result);
    dropNames(load<i32>(result, 4));
  }
}
function listenAndClose(count: i32): void {
  for (let i = 0; i < count; i++) {
    const socket = listen(0);
    const pollable = subscribe(socket);
    isReady(pollable);
    dropPollable(pollable);
    drop(socket);
  }
}
function tryDenied(count: i32): void {
  createTcp(0, result);
  const socket = load<i32>(result, 4);
  const own = network();
  for (let i = 0; i < count; i++) startConnect(socket, own, 0, 9, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, result);
}
/** Gives whether all names are answered. */
function lookUpAll(): bool {
  const streams = memory.data(400);
  for (let i = 0; i < 100; i++) {
    resolve(network(), localhost, 9, result);
    store<i32>(streams + 4 * i, load<i32>(result, 4));
  }
  for (let i = 0; i < 100; i++) {
    block(subscribeNames(load<i32>(streams + 4 * i)));
    next(load<i32>(streams + 4 * i), result);
    if (load<u8>(result) != 0) return false;
  }
  return true;
}
/** Opens all sockets that it gets, then looks whether it can accept. */
function openAll(): void {
  const listener = listen(0);
  isReady(subscribe(listener));
  let made = 1;
  for (; ; made++) {
    createTcp(0, result);
    if (load<u8>(result) != 0) break;
  }
  const code = load<u8>(result, 4);
  say(stdout(), made.toString() + ' ' + code.toString());
  waitFor(listener);
  accept(listener, result);
  say(stdout(), ' ' + (load<u8>(result) != 0 ? load<u8>(result, 4) : 0).toString());
}
function trap(): void {
  for (let i = 0; i < 100; i++) resolve(network(), noName, 10, result);
  listen(0);
  unreachable();
}
export function run(): i32 {
  args(result);
  const what = load<u8>(load<usize>(load<usize>(result), 8));
  if (what == 0x6c) lookUp(100_000);
  else if (what == 0x63) listenAndClose(500);
  else if (what == 0x64) tryDenied(20_000);
  else if (what == 0x74) trap();
  else if (what == 0x61) return lookUpAll() ? 0 : 1;
  else if (what == 0x73) {
    openAll();
    return 0;
  }
  say(stdout(), 'done');
  waitFor(listen(0));
  return 0;
}`);

/** Keeps what it is given. */
class Sink extends Writable {
  said = '';

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.said += chunk.toString();
    done();
  }
}

const FLOODS = { l: 'looks names up', c: 'listens, waits and closes', d: 'tries what is denied' };

for (const [arg, what] of Object.entries(FLOODS)) {
  test(`floods: a guest that ${what} again and again leaves the program its timers, files and memory`, async () => {
    const before = process.memoryUsage.rss();
    const stdout = new Sink();
    await using server = serve(guest, { args: [arg], permissions, stdout });
    server.on('denied', () => {});
    while (stdout.said === '') {
      await sleep(5);
      await readFile(API_FILE);
    }
    const grownMiB = (process.memoryUsage.rss() - before) / 2 ** 20;
    assert.ok(grownMiB < MAX_GROWTH_MIB, `${grownMiB} MiB more`);
    assert.ok(server.addresses.length <= 2, `${server.addresses.length} addresses`);
    await within(server.stop(), 'its end');
  });
}

test('floods: a guest that traps at once, again and again, leaves no more than its failures', async () => {
  const server = serve(guest, { args: ['t'], permissions, restart: { minDelayMs: 1, maxDelayMs: 1 } });
  let failures = 0;
  server.on('error', () => failures++);
  await until(() => failures >= 10, 'ten traps');
  await within(
    server.stop().catch(() => {}),
    'its end',
  );
});

test('limits.sockets: beyond it a guest gets no socket and accepts nobody', async () => {
  const stdout = new Sink();
  await using server = serve(guest, { args: ['s'], permissions, stdout, limits: { sockets: 7 } });
  await Client.connect(await portOf(server)).catch(() => {}); // the guest ends at once, which resets its backlog
  await within(server.finished, 'its end');
  assert.is(stdout.said, `7 ${NEW_SOCKET_LIMIT} ${NEW_SOCKET_LIMIT}`);
});

test('limits.sockets: by default the program still has files to open', async () => {
  const stdout = new Sink();
  await using server = serve(guest, { args: ['s'], permissions, stdout });
  server.ready.catch(() => {});
  await until(() => stdout.said !== '', 'it has all it gets');
  await readFile(API_FILE);
  await within(server.stop(), 'its end');
});

test('limits.lookups: more names than that wait, and all are answered', async () => {
  const ended = run(guest, { args: ['a'], permissions, limits: { lookups: 2 } });
  assert.is((await within(ended, 'its end')).exitCode, 0);
});

test.run();
