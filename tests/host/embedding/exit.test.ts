import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NODE_MAJORS, provideNode } from '../../../host/tools/node-versions.ts';
import { within } from '../../support/client.ts';
import { API_FILE, guestOf } from './api.ts';

/** What becomes of a program that ends while it serves. */
const test = suite('exit');
const PROGRAM = fileURLToPath(new URL('./exit-program.mjs', import.meta.url));
const OWN_MAJOR = process.versions.node.split('.')[0]!;
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-exit-'));
const pipe = join(folder, 'pipe');
execFileSync('mkfifo', [pipe]);
test.after(() => rmSync(folder, { recursive: true }));

/** Listens, then does what its first argument says: 'flood', 'compute', or wait for a client. */
const guest = await guestOf(`
  export function run(): i32 {
    const socket = listen(0);
    args(result);
    const count = load<i32>(result, 4);
    const what = count < 2 ? 0 : load<u8>(load<usize>(load<usize>(result) + 8));
    subscribe(socket);
    isReady(subscribe(socket)); // a look: it listens
    const out = stdout();
    while (what == 0x66) write(out, result, 4096, result);
    while (what == 0x63) {}
    waitFor(socket);
    return 0;
  }`);

const HOWS = ['exit', 'an exception', 'a rejection'] as const;
const CODES = { exit: 3, 'an exception': 1, 'a rejection': 1 };

/** Runs the program and gives its exit code. */
async function codeOf(major: string, state: string, how: string): Promise<number> {
  const program = spawn(provideNode(major), [PROGRAM, state, how, pipe], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  program.stderr.on('data', (data: Buffer) => (said += data.toString()));
  program.stdin.end(guest);
  try {
    const [code] = (await within(once(program, 'exit'), `its end, after: ${said}`)) as [number];
    assert.match(said, `now v${major}.`);
    return code;
  } finally {
    program.kill('SIGKILL');
  }
}

const STATES = [
  'starts',
  'has just been started',
  'waits',
  'computes',
  'writes to a pipe that is full',
  'writes to a stream that is stuck',
  'was asked to drain',
  'was asked to stop',
];
for (const state of STATES) {
  test(`exit: process.exit ends the program with its code while a guest ${state}`, async () => {
    assert.is(await codeOf(OWN_MAJOR, state, 'exit'), 3);
  });
}

for (const major of NODE_MAJORS) {
  for (const how of HOWS) {
    test(`exit: ${how} ends a program whose guest waits, on Node ${major}`, async () => {
      assert.is(await codeOf(major, 'waits', how), CODES[how]);
    });
  }
}

test('exit: a thread that serves can be terminated from outside', async () => {
  const serving = new Worker(
    `import('node:worker_threads').then(async ({ parentPort, workerData }) => {
      const { serve } = await import(workerData);
      await serve('echo', { listen: '127.0.0.1:0', args: ['--quiet'] }).ready;
      parentPort.postMessage('ready');
    });`,
    { eval: true, workerData: API_FILE },
  );
  await within(once(serving, 'message'), 'a server');
  await sleep(50); // until it waits
  assert.is(await within(serving.terminate(), 'its end'), 1);
});

test.run();
