import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failure } from '../../../../host/engines/outcome.ts';
import { Trap } from '../../../../host/wasi/resources.ts';
import { Connection } from '../sockets/connection.ts';

const test = suite<{ it: Connection }>('streams: output');
const GRANT = 65536;
const RESET = failure('connection-reset');

test.before.each((context) => {
  context.it = new Connection();
});

function isTrap(error: unknown): boolean {
  return error instanceof Trap;
}

test('streams: what the engine takes at once is gone, and more is granted', ({ it }) => {
  it.socket.take(100);
  assert.is(it.checkWrite(), GRANT);
  assert.is(it.write('hello'), 'ok');
  assert.equal(it.socket.log, ['hello']);
  assert.is(it.checkWrite(), GRANT);
});

test('streams: the rest of a partial send is kept, copied, and sent later; nothing is granted meanwhile', ({
  it,
}) => {
  it.socket.take(2);
  it.checkWrite();
  assert.is(it.write('abcdef'), 'ok');
  it.host.memory.bytes.fill(0); // the guest may use its memory again
  assert.is(it.checkWrite(), 0);
  assert.not(it.isReady('output'));
  it.socket.take(3);
  assert.is(it.checkWrite(), 0);
  it.socket.take(3);
  assert.is(it.checkWrite(), GRANT);
  assert.ok(it.isReady('output'));
  assert.equal(it.socket.log, ['ab', 'cde', 'f']);
});

test('streams: all of a write that would block is kept', ({ it }) => {
  it.checkWrite();
  assert.is(it.write('abc'), 'ok');
  assert.is(it.checkWrite(), 0);
  it.socket.take(9);
  assert.is(it.checkWrite(), GRANT);
  assert.equal(it.socket.log, ['abc']);
});

test('streams: the rest is sent when the socket becomes writable, whether the guest waits for that or not', ({
  it,
}) => {
  it.checkWrite();
  it.write('abc');
  it.socket.take(1);
  it.socket.take(9);
  assert.equal(it.socket.log, ['a', 'bc']);
});

test('streams: a pollable sends the rest when the socket becomes writable', ({ it }) => {
  it.checkWrite();
  it.write('abc');
  const pollable = it.tcp.output!.subscribe();
  pollable.handle = 77;
  it.host.engine.script = [() => it.socket.take(1), () => it.socket.take(9)];
  it.host.readiness.block(pollable);
  assert.equal(it.socket.log, ['a', 'bc']);
});

test('streams: what is kept is sent as soon as it can be, whatever the guest waits for', ({ it }) => {
  it.checkWrite();
  it.write('abc');
  it.socket.take(2);
  it.socket.take(1);
  assert.equal(it.socket.log, ['ab', 'c']);
});

test('streams: writing more than was granted traps', ({ it }) => {
  it.checkWrite();
  assert.throws(() => it.write('', GRANT + 1), isTrap);
});

test('streams: writing without a grant, or twice on one, traps', ({ it }) => {
  assert.throws(() => it.write('a'), isTrap);
  it.socket.take(9, 9);
  it.checkWrite();
  it.write('a');
  assert.throws(() => it.write('b'), isTrap);
  assert.equal(it.socket.log, ['a']);
});

test('streams: writing while the rest waits traps', ({ it }) => {
  it.checkWrite();
  it.write('abc');
  assert.is(it.checkWrite(), 0);
  assert.throws(() => it.write('d'), isTrap);
});

test('streams: a write that fails says so once, then the stream is closed', ({ it }) => {
  it.socket.take(RESET);
  it.checkWrite();
  assert.is(it.write('abc'), 'failed');
  assert.is(it.checkWrite(), 'closed');
  assert.is(it.checkWrite(), 'closed');
  assert.ok(it.isReady('output'));
});

test('streams: a rest that fails is told by check-write once, then the stream is closed', ({ it }) => {
  it.checkWrite();
  it.write('abc');
  it.socket.take(1);
  assert.is(it.checkWrite(), 0);
  it.socket.take(RESET);
  assert.ok(it.isReady('output'));
  assert.is(it.checkWrite(), 'failed');
  assert.is(it.checkWrite(), 'closed');
  assert.equal(it.socket.log, ['a']);
});

test('streams: shutdown ends sending at once when nothing is under way', ({ it }) => {
  it.shutdown(1);
  assert.equal(it.socket.log, ['<shut sending>']);
  assert.is(it.checkWrite(), 'closed');
});

test('streams: shutdown with bytes under way goes out after them, once', ({ it }) => {
  it.checkWrite();
  it.write('abc');
  it.shutdown(1);
  assert.equal(it.socket.log, []);
  const pollable = it.tcp.output!.subscribe();
  it.socket.take(2);
  it.socket.take(2);
  assert.ok(pollable.isReady);
  assert.is(it.checkWrite(), 'closed');
  assert.equal(it.socket.log, ['ab', 'c', '<shut sending>']);
});

test('streams: blocking-write-and-flush returns when the last byte has left', ({ it }) => {
  const { engine } = it.host;
  engine.script = [() => it.socket.take(2), () => it.socket.take(1)];
  assert.is(it.write('abc', 3, 'blocking-write-and-flush'), 'ok');
  assert.equal(it.socket.log, ['ab', 'c']);
  assert.is(it.checkWrite(), GRANT);
});

test('streams: blocking-write-and-flush tells of a failure on the way', ({ it }) => {
  it.host.engine.script = [() => it.socket.take(1), () => it.socket.take(RESET)];
  assert.is(it.write('abc', 3, 'blocking-write-and-flush'), 'failed');
  assert.is(it.write('abc', 3, 'blocking-write-and-flush'), 'closed');
});

test.run();
