import { once } from 'node:events';
import { connect } from 'node:net';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readProgram } from '../../../host/component/read-program.ts';
import { GuestTrap } from '../../../host/guest/instance.ts';
import { InlineGuest } from '../../../host/runners/inline.ts';
import { NO_OBSERVER } from '../../../host/wasi/sockets/observer.ts';
import { componentOf, coreModule } from '../bytes.ts';
import { atRest, livingCount } from '../engines/bench.ts';

const test = suite('run here');

const IMPORTS = `
@external('wasi:clocks/monotonic-clock@0.2.0', 'subscribe-duration') declare function after(ns: i64): i32;
@external('wasi:cli/stdout@0.2.0', 'get-stdout') declare function stdout(): i32;
@external('wasi:io/poll@0.2.0', 'poll') declare function poll(list: usize, count: i32, result: usize): void;
@external('wasi:io/poll@0.2.0', '[method]pollable.ready') declare function isReady(pollable: i32): i32;
@external('wasi:io/poll@0.2.0', '[method]pollable.block') declare function block(pollable: i32): void;
@external('wasi:io/streams@0.2.0', '[method]output-stream.blocking-write-and-flush')
declare function write(stream: i32, pointer: usize, bytes: i32, result: usize): void;
const place = memory.data(64, 8);
const HOUR: i64 = 3_600_000_000_000;
`;

async function run(body: string): Promise<InlineGuest> {
  const source = `${IMPORTS} export function run(): i32 { ${body} }`;
  return new InlineGuest(readProgram(componentOf(await coreModule(source))), { args: ['guest'] });
}

async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error('was fulfilled'),
    (error: Error) => error,
  );
}

for (const code of [0, 1]) {
  test(`run here: a guest that returns ${code} after a while ends with ${code}`, async () => {
    assert.is(await (await run(`block(after(1000)); return ${code};`)).finished, code);
  });
}

test('run here: a trap before and after a wait is a GuestTrap', async () => {
  for (const before of ['', 'block(after(1));']) {
    assert.instance(await rejection((await run(`${before} unreachable(); return 0;`)).finished), GuestTrap);
  }
});

test('run here: what an import traps of is a GuestTrap, waiting or not', async () => {
  for (const call of ['block(77)', 'isReady(77)', 'poll(place, 0, place)']) {
    const error = await rejection((await run(`${call}; return 0;`)).finished);
    assert.instance(error, GuestTrap);
  }
});

const RESTLESS: [what: string, body: string][] = [
  ['waits for ever', 'block(after(HOUR)); return 0;'],
  ['polls what is ready', 'store<i32>(place, after(0)); while (true) poll(place, 1, place + 8); return 0;'],
  ['blocks on what is ready', 'const now = after(0); while (true) block(now); return 0;'],
  ['only asks', 'const later = after(HOUR); while (!isReady(later)) {} return 0;'],
  ['only asks what is ready', 'const now = after(0); while (isReady(now)) {} return 0;'],
  ['writes nothing without end', 'const out = stdout(); while (true) write(out, place, 0, place); return 0;'],
];
for (const [what, body] of RESTLESS) {
  test(`run here: the program goes on beside a guest that ${what}, and can stop it`, async () => {
    const guest = await run(body);
    for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setTimeout(resolve, 1));
    guest.stop();
    assert.is(await guest.finished, 0);
  });
}

test('run here: a guest that is stopped before it runs never runs', async () => {
  const guest = await run('unreachable(); return 0;');
  guest.stop();
  assert.is(await guest.finished, 0);
});

/** Runs the echo server and gives its port. */
async function echo(): Promise<{ guest: InlineGuest; port: number }> {
  const file = fileURLToPath(new URL('../../../dist/echo.wasm', import.meta.url));
  const module = readProgram(readFileSync(file));
  return new Promise((resolve) => {
    const guest = new InlineGuest(module, {
      args: ['echo', '--quiet', '--listen', '127.0.0.1:0'],
      observe: (engine) => ({
        ...NO_OBSERVER,
        listening(socket) {
          resolve({ guest, port: (engine.localAddress(socket) as { port: number }).port });
        },
      }),
    });
  });
}

test('run here: a drain lets clients finish, and nothing of the guest is left', async () => {
  const before = await livingCount();
  const { guest, port } = await echo();
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.write('hello');
  assert.is(((await once(client, 'data')) as [Buffer])[0].toString(), 'hello');
  guest.drain();
  await once(client, 'end');
  client.end();
  assert.is(await guest.finished, 0);
  guest.drain(); // too late, and harmless
  guest.stop();
  if (!client.closed) await once(client, 'close');
  await atRest(before);
});

test('run here: a drain ends what does not finish when its time is over', async () => {
  const { guest, port } = await echo();
  const client = connect({ port, host: '127.0.0.1' }).on('error', () => {});
  client.pause();
  client.write(Buffer.alloc(2 ** 24));
  await once(client, 'connect');
  guest.drain(50);
  assert.is(await guest.finished, 0);
  client.destroy();
});

test.run();
