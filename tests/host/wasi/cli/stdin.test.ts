import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failure } from '../../../../host/engines/outcome.ts';
import { poll } from '../../../../host/wasi/io/poll.ts';
import { stdin } from '../../../../host/wasi/cli/stdin.ts';
import { streams } from '../../../../host/wasi/io/streams.ts';
import { FakeSocket } from '../../fake-engine.ts';
import { fakeGuest, testHost, wordsAt } from '../../hosts.ts';

const RESULT = 64;

class Reader {
  readonly host = testHost();
  readonly file = new FakeSocket();
  readonly opened: number[] = [];
  readonly calls: Record<string, (...args: (number | bigint)[]) => number>;

  constructor(outcome = 0) {
    this.host.memory.attach(fakeGuest());
    this.host.engine.openFile = (descriptor) => {
      this.opened.push(descriptor);
      return outcome < 0 ? outcome : this.file;
    };
    this.calls = { ...stdin(this.host), ...streams(this.host), ...poll(this.host) } as never;
  }

  get(): number {
    return this.calls['get-stdin']!();
  }

  /** Reads: text ('' is would-block), 'closed' or 'failed'. */
  read(stream: number, name = 'read'): string {
    this.calls[`[method]input-stream.${name}`]!(stream, 100n, RESULT);
    const [failed, pointer, count] = wordsAt(this.host.memory, RESULT, 3);
    if ((failed! & 0xff) === 1) return (pointer! & 0xff) === 1 ? 'closed' : 'failed';
    return Buffer.from(this.host.memory.bytes.subarray(pointer, pointer! + count!)).toString();
  }

  isReady(stream: number): boolean {
    const pollable = this.calls['[method]input-stream.subscribe']!(stream);
    const isReady = this.calls['[method]pollable.ready']!(pollable) === 1;
    this.calls['[resource-drop]pollable']!(pollable);
    return isReady;
  }
}

const test = suite<{ it: Reader }>('stdin');

test.before.each((context) => {
  context.it = new Reader();
});

test('stdin: descriptor 0 is watched once, and only for guests that ask for it', ({ it }) => {
  assert.equal(it.opened, []);
  it.get();
  it.get();
  assert.equal(it.opened, [0]);
});

test('stdin: gives what is there, and an empty list when nothing is', ({ it }) => {
  const stream = it.get();
  assert.is(it.read(stream), '');
  assert.not(it.isReady(stream));
  it.file.arrive('typed');
  assert.ok(it.isReady(stream));
  assert.is(it.read(stream), 'typed');
});

test('stdin: is closed at its end, on every handle, and ready for ever', ({ it }) => {
  const [one, two] = [it.get(), it.get()];
  it.file.arrive('last', 0);
  assert.is(it.read(one), 'last');
  assert.is(it.read(one), 'closed');
  assert.is(it.read(two), 'closed');
  it.file.readable = false;
  assert.ok(it.isReady(two));
});

test('stdin: a failure is told once', ({ it }) => {
  const stream = it.get();
  it.file.arrive(failure('unknown'));
  assert.is(it.read(stream), 'failed');
  assert.is(it.read(stream), 'closed');
});

test('stdin: blocking-read waits', ({ it }) => {
  const stream = it.get();
  it.host.engine.script = [() => {}, () => it.file.arrive('late')];
  assert.is(it.read(stream, 'blocking-read'), 'late');
});

test('stdin: one that can not be watched is at its end', () => {
  const it = new Reader(failure('unknown'));
  const stream = it.get();
  assert.ok(it.isReady(stream));
  assert.is(it.read(stream), 'closed');
});

test('stdin: dropping a handle leaves the others', ({ it }) => {
  const [one, two] = [it.get(), it.get()];
  it.calls['[resource-drop]input-stream']!(one);
  it.file.arrive('x');
  assert.is(it.read(two), 'x');
  assert.not(it.file.isClosed);
});

test.run();
