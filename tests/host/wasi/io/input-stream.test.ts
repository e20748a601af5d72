import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { INVALID_STATE, errorCodeIndex, failure } from '../../../../host/engines/outcome.ts';
import { Connection } from '../sockets/connection.ts';

const test = suite<{ it: Connection }>('streams: input');
const END_OF_STREAM = 0;
const RESET = failure('connection-reset');

test.before.each((context) => {
  context.it = new Connection();
});

test('streams: nothing there is an empty list, and not ready', ({ it }) => {
  assert.is(it.read(10), '');
  assert.not(it.isReady('input'));
});

test('streams: gives what has arrived, at most what is asked for', ({ it }) => {
  it.socket.arrive('abcdef');
  assert.ok(it.isReady('input'));
  assert.is(it.read(4), 'abcd');
  assert.ok(it.isReady('input'));
  assert.is(it.read(4), 'ef');
  assert.is(it.read(4), '');
  assert.not(it.isReady('input'));
});

test('streams: asking for no bytes is an empty list, even at the end of the stream', ({ it }) => {
  it.socket.arrive(END_OF_STREAM);
  assert.is(it.read(0), '');
  assert.is(it.read(1), 'closed');
});

test('streams: asking for more than 64 KiB asks the guest for 64 KiB of memory', ({ it }) => {
  it.socket.arrive('abc');
  it.guest.memory.grow(1);
  it.host.memory.refresh();
  assert.is(it.read(2 ** 40), 'abc');
  assert.equal(it.guest.asked, [65536]);
});

test('streams: a guest that takes nothing back is asked for what is returned, when that is known, and for nothing else', ({
  it,
}) => {
  it.host.memory.takesBack = false;
  assert.is(it.read(2 ** 40), '');
  it.socket.arrive('abc', 'de', END_OF_STREAM);
  assert.is(it.read(2 ** 40), 'abc');
  assert.is(it.read(1), 'd');
  assert.is(it.read(9), 'e');
  assert.is(it.read(9), 'closed');
  assert.equal(it.guest.asked, [3, 1, 1]);
});

test('streams: after the last byte the stream is closed, and ready for ever', ({ it }) => {
  it.socket.arrive('bye', END_OF_STREAM);
  assert.is(it.read(10), 'bye');
  assert.is(it.read(10), 'closed');
  it.socket.readable = false;
  assert.ok(it.isReady('input'));
  assert.is(it.read(10), 'closed');
});

test('streams: a failure is told once, then the stream is closed', ({ it }) => {
  it.socket.arrive(RESET);
  assert.is(it.read(10), 'failed');
  assert.is(it.read(10), 'closed');
  assert.ok(it.isReady('input'));
});

test('streams: shutdown of receiving closes the stream and wakes who waits', ({ it }) => {
  const pollable = it.tcp.input!.subscribe();
  pollable.handle = 77;
  assert.not(pollable.isReady);
  it.shutdown(0);
  it.host.readiness.block(pollable);
  assert.equal(it.host.engine.waits, [0]);
  assert.is(it.read(10), 'closed');
  assert.equal(it.socket.log, ['<shut receiving>']);
});

test('streams: shutdown of both ends shuts both', ({ it }) => {
  it.shutdown(2);
  assert.equal(it.socket.log, ['<shut receiving>', '<shut sending>']);
  assert.is(it.read(10), 'closed');
  assert.is(it.checkWrite(), 'closed');
});

test('streams: shutdown of what is not connected is invalid-state', ({ it }) => {
  it.tcp.state = 'listening';
  it.shutdown(2);
  assert.equal([...it.host.memory.bytes.subarray(64, 66)], [1, errorCodeIndex(INVALID_STATE)]);
  assert.equal(it.socket.log, []);
});

test('streams: blocking-read waits for bytes and leaves no pollable behind', ({ it }) => {
  const before = it.host.resources.size;
  it.host.engine.script = [() => {}, () => it.socket.arrive('late')];
  assert.is(it.read(10, 'blocking-read'), 'late');
  assert.is(it.host.resources.size, before);
});

test('streams: blocking-read ends with the stream', ({ it }) => {
  it.host.engine.script = [() => it.socket.arrive(END_OF_STREAM)];
  assert.is(it.read(10, 'blocking-read'), 'closed');
});

test.run();
