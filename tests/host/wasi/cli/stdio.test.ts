import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { StdioStream } from '../../../../host/wasi/cli/stdio.ts';
import { STREAM_CLOSED } from '../../../../host/wasi/io/stream.ts';
import { testHost } from '../../hosts.ts';

const test = suite('stdio');
const folder = mkdtempSync(join(tmpdir(), 'as-selectors-stdio-'));
const file = join(folder, 'out');
const memory = { bytes: Buffer.from('..one\ntwo\n..'), base: 0 };

test.after(() => rmSync(folder, { recursive: true }));

test('stdio: writes what is there, in order, and grants again', () => {
  const fd = openSync(file, 'w');
  const stream = new StdioStream({ descriptor: fd }, testHost().readiness);
  assert.is(stream.checkWrite(), 4096);
  assert.is(stream.write(memory, 2, 4), 0);
  assert.is(stream.write(memory, 6, 4), 0);
  assert.is(stream.checkWrite(), 4096);
  closeSync(fd);
  assert.is(readFileSync(file, 'utf8'), 'one\ntwo\n');
});

test('stdio: one that can not be written to is closed, and nothing is thrown', () => {
  const fd = openSync(file, 'r');
  const stream = new StdioStream({ descriptor: fd }, testHost().readiness);
  assert.is(stream.write(memory, 2, 4), STREAM_CLOSED);
  assert.is(stream.checkWrite(), STREAM_CLOSED);
  assert.is(stream.write(memory, 2, 4), STREAM_CLOSED);
  closeSync(fd);
});

test('stdio: is always ready', () => {
  assert.ok(new StdioStream({ descriptor: 1 }, testHost().readiness).subscribe().isReady);
});

test.run();
