import { type AddressInfo, type Socket, createServer } from 'node:net';
import { once } from 'node:events';
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { compileLoad } from '../../bench/side-by-side/programs.ts';
import type { Slot } from '../../bench/side-by-side/slot.ts';

const run = promisify(execFile);
const NODE_CLIENT = [process.execPath, '--import', 'tsx', 'tests/bench/load.ts'];
const [IN_C, IN_NODE] = [[compileLoad() ?? 'a C compiler is missing'], NODE_CLIENT];

/** Loads a server that treats its clients like this. */
async function load(
  generator: readonly string[],
  serve: (client: Socket) => void,
  ...options: string[]
): Promise<Slot & { said: string }> {
  const server = createServer((client) => serve(client.on('error', () => {}))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [program, ...args] = generator as [string, ...string[]];
  const { port } = server.address() as AddressInfo;
  const all = [...args, `port=${port}`, 'connections=3', 'warmUpMs=20', 'measureMs=200', ...options];
  try {
    const { stdout, stderr } = await run(program, [...all, `pids=${process.pid}`]);
    return { ...(JSON.parse(stdout) as Slot), said: stderr };
  } finally {
    server.close();
  }
}

const echo = (client: Socket): void => void client.pipe(client);

/** Echoes, and then something else once. */
function flipLater(client: Socket): void {
  let left = 3;
  client.on('data', (data) => {
    if (--left === 0) data[data.length - 1]! ^= 1;
    client.write(data);
  });
}

for (const [name, generator] of Object.entries({ 'in C': IN_C, 'in Node': IN_NODE })) {
  test(`the load ${name} has its messages echoed, all clients alike`, async () => {
    const slot = await load(generator, echo, 'protocol=tcp', 'bytes=1000', 'depth=2', 'idle=5');
    assert.is(slot.errors, 0);
    assert.ok(slot.leastServed > 0 && slot.messages >= 3 * slot.leastServed);
    assert.ok(slot.p50Us > 0 && slot.p50Us <= slot.p99Us && slot.p99Us <= slot.maxUs * 1.02);
  });

  test(`the load ${name} counts a connection with one wrong byte as an error`, async () => {
    assert.is((await load(generator, flipLater, 'protocol=tcp', 'bytes=100')).errors, 3);
  });

  test(`the load ${name} counts a connection that the server closes as an error`, async () => {
    let left = 3;
    const slot = await load(
      generator,
      (client) => client.on('data', (data) => (--left > 0 ? client.write(data) : client.end())),
      'protocol=tcp',
      'bytes=10',
    );
    assert.ok(slot.errors > 0);
  });
}

test('the load in C connects anew for each message', async () => {
  let accepted = 0;
  const count = (client: Socket): void => {
    accepted++;
    echo(client);
  };
  const slot = await load(IN_C, count, 'protocol=connect', 'bytes=64');
  assert.is(slot.errors, 0);
  assert.ok(slot.messages > 0 && accepted >= slot.messages);
});

test('the load in C tells what is wrong with its options', () => {
  const { status, stderr } = spawnSync(IN_C[0]!, ['port=1', 'colour=red'], { encoding: 'utf8' });
  assert.is(status, 1);
  assert.is(stderr, 'load: unknown option colour\n');
});

test.run();
