import { closeSync, openSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { within } from '../../support/client.ts';
import { guestOf, run, serve } from './api.ts';

const test = suite('standard streams when embedding');
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-streams-'));
test.after(() => rmSync(folder, { recursive: true }));

const MANY = 3 * 2 ** 20;
const speaking = await guestOf(`
  export function run(): i32 {
    read(stdin(), 100, result);
    const isOpen = load<u8>(result) == 0;
    if (isOpen) write(stdout(), load<i32>(result, 4), load<i32>(result, 8), result);
    say(stderr(), isOpen ? 'read' : 'nothing to read');
    return 0;
  }`);
const flooding = await guestOf(`
  export function run(): i32 {
    const line = memory.data(4096);
    for (let i = 0; i < ${MANY / 4096}; i++) write(stdout(), line, 4096, result);
    return 0;
  }`);

/** A stream that keeps what it is given; it takes its time for each chunk. */
class Sink extends Writable {
  bytes = 0;
  text = '';

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.bytes += chunk.length;
    if (this.bytes < 1000) this.text += chunk.toString();
    setImmediate(done);
  }
}

test('streams: nothing is read or written unless it is permitted', async () => {
  const stderr = new Sink();
  await within(run(speaking, { stderr }), 'its end');
  assert.is(stderr.text, 'nothing to read');
});

test('streams: may be file descriptors', async () => {
  const input = join(folder, 'input');
  const output = join(folder, 'output');
  writeFileSync(input, 'hello');
  const [stdin, stdout] = [openSync(input, 'r'), openSync(output, 'w')];
  await within(run(speaking, { stdin, stdout }), 'its end');
  closeSync(stdin);
  closeSync(stdout);
  assert.is(readFileSync(output, 'utf8'), 'hello');
});

test('streams: all that was said is written before it counts as finished, however much', async () => {
  const stdout = new Sink();
  await within(run(flooding, { stdout }), 'its end');
  stdout.end();
  await within(new Promise((resolve) => stdout.on('finish', resolve)), 'all written');
  assert.is(stdout.bytes, MANY);
});

test('streams: a guest waits for a stream that does not take what it says, and can be stopped then', async () => {
  const stuck = new Writable({ write: () => {} });
  await using server = serve(flooding, { stdout: stuck });
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.ok(stuck.writableLength <= 2 ** 20 + 4096, `${stuck.writableLength} bytes`);
  assert.is((await within(server.stop(), 'its end')).reason, 'stopped');
});

test.run();
