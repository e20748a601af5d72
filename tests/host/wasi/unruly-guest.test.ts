import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Trap } from '../../../host/wasi/resources.ts';
import { Connection } from './sockets/connection.ts';

/** What guests may pass or do that ours never do: the host must neither fail nor touch what is not the guest's. */
const test = suite<{ it: Connection }>('unruly guest');

test.before.each((context) => {
  context.it = new Connection();
});

function isTrap(error: unknown): boolean {
  return error instanceof Trap;
}

test('unruly guest: a read of u64::MAX bytes reads what is there', ({ it }) => {
  it.guest.memory.grow(1); // room for the 64 KiB that it comes down to
  it.host.memory.refresh();
  it.socket.arrive('abc');
  assert.is(it.read(-1n), 'abc');
});

test('unruly guest: a write of 2^31 bytes and more is above every grant', ({ it }) => {
  it.checkWrite();
  assert.throws(() => it.write('', -1), isTrap);
  it.checkWrite();
  assert.throws(() => it.write('', -1, 'blocking-write-and-flush'), isTrap);
});

test('unruly guest: bytes outside its memory are not sent', ({ it }) => {
  it.checkWrite();
  assert.throws(() => it.calls['[method]output-stream.write']!(it.handles.output, 65530, 100, 64), isTrap);
  assert.equal(it.socket.log, []);
});

test('unruly guest: nothing is received to a place outside its memory', ({ it }) => {
  it.host.memory.realloc = () => 65530;
  it.socket.arrive('abc');
  assert.throws(() => it.read(100), isTrap);
});

test('unruly guest: a backlog of u64::MAX is as much as there can be', ({ it }) => {
  it.tcp.state = 'new';
  it.calls['[method]tcp-socket.set-listen-backlog-size']!(it.handles.tcp, -1n, 64);
  assert.is(it.host.memory.bytes[64], 0);
  assert.is(it.tcp.backlog, 2 ** 31 - 1);
});

test('unruly guest: what it wrote is still sent when it drops the connection at once', ({ it }) => {
  it.checkWrite();
  it.write('abc');
  it.calls['[resource-drop]input-stream']!(it.handles.input);
  it.calls['[resource-drop]output-stream']!(it.handles.output);
  it.calls['[resource-drop]tcp-socket']!(it.handles.tcp);
  assert.not(it.socket.isClosed);
  it.socket.take(9);
  assert.equal(it.socket.log, ['abc']);
  assert.ok(it.socket.isClosed);
});

test.run();
