import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  fstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Engine, EngineSocket } from '../../../host/engines/engine.ts';
import { WOULD_BLOCK } from '../../../host/engines/outcome.ts';
import type { Bench } from './bench.ts';

/** Gives `use` both ends of a blocking pipe; it may close the writing one. */
async function withPipe(use: (reader: number, writer: number) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'as-selectors-pipe-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const both = openSync(path, 'r+'); // opening one end alone waits for the other
  const [reader, writer] = [openSync(path, 'r'), openSync(path, 'w')];
  closeSync(both);
  try {
    await use(reader, writer);
  } finally {
    closeSync(reader);
    rmSync(folder, { recursive: true });
  }
}

function open(engine: Engine, descriptor: number): EngineSocket {
  const file = engine.openFile(descriptor);
  if (typeof file === 'number') throw new Error(`openFile: ${file}`);
  return file;
}

function read(bench: Bench, file: EngineSocket, bytes = 100): string | number {
  const outcome = bench.engine.readFile(file, bench.memory, 100, bytes);
  return outcome > 0 ? Buffer.from(bench.memory.bytes.subarray(100, 100 + outcome)).toString() : outcome;
}

/** The part of the engine contract that is about reading files of the process: standard input. */
export function files(name: string, test: Test<{ bench: Bench; engine: Engine }>): void {
  test(`${name}: a pipe is readable when something is in it, and reading never waits`, ({ bench, engine }) =>
    withPipe(async (reader, writer) => {
      const file = open(engine, reader);
      assert.is(read(bench, file), WOULD_BLOCK);
      assert.not(engine.isReadable(file));
      let calls = 0;
      file.onReady = () => calls++;
      writeSync(writer, 'abcdef');
      await bench.until(() => file.readable);
      assert.ok(calls > 0);
      assert.is(read(bench, file, 4), 'abcd');
      assert.ok(engine.isReadable(file));
      assert.is(read(bench, file), 'ef');
      assert.not(engine.isReadable(file));
      assert.is(read(bench, file), WOULD_BLOCK);
      writeSync(writer, 'more');
      await bench.until(() => file.readable);
      assert.is(read(bench, file), 'more');
      closeSync(writer);
    }));

  test(`${name}: a pipe whose writers are gone is readable and at its end`, ({ bench, engine }) =>
    withPipe(async (reader, writer) => {
      const file = open(engine, reader);
      writeSync(writer, 'last');
      closeSync(writer);
      await bench.until(() => file.readable);
      assert.is(read(bench, file), 'last');
      await bench.until(() => engine.isReadable(file));
      assert.is(read(bench, file), 0);
      assert.ok(engine.isReadable(file));
    }));

  test(`${name}: a file that is watched stays as it was, open and blocking`, ({ engine }) =>
    withPipe((reader, writer) => {
      closeSync(writer);
      engine.closeSocket(open(engine, reader));
      engine.closeSocket(open(engine, reader)); // it can be watched again
      const flags = /flags:\s+(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${reader}`, 'utf8'))![1]!;
      assert.is(Number.parseInt(flags, 8) & constants.O_NONBLOCK, 0);
      open(engine, reader);
      engine.close();
      assert.ok(fstatSync(reader).isFIFO());
    }));

  test(`${name}: a file on disk is readable for ever, and gives what it has`, ({ bench, engine }) => {
    const text = readFileSync(new URL(import.meta.url), 'utf8');
    const descriptor = openSync(new URL(import.meta.url), 'r');
    const file = open(engine, descriptor);
    assert.ok(engine.isReadable(file));
    assert.is(read(bench, file, 20), text.slice(0, 20));
    assert.is(read(bench, file, 20), text.slice(20, 40));
    assert.ok(engine.isReadable(file));
    engine.closeSocket(file);
    closeSync(descriptor);
  });

  test(`${name}: /dev/null is readable and at its end`, ({ bench, engine }) => {
    const descriptor = openSync('/dev/null', 'r');
    const file = open(engine, descriptor);
    assert.ok(engine.isReadable(file));
    assert.is(read(bench, file), 0);
    assert.ok(engine.isReadable(file));
    closeSync(descriptor);
  });

  test(`${name}: a descriptor of nothing can't be watched`, ({ engine }) => {
    assert.type(engine.openFile(99_999), 'number');
  });
}
