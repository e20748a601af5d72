import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Connection } from './connection.ts';

const test = suite<{ it: Connection }>('tcp-socket');

test.before.each((context) => {
  context.it = new Connection();
});

test('tcp-socket: dropping it before its streams, or a stream before its pollable, traps', ({ it }) => {
  const { calls, handles } = it;
  assert.throws(() => calls['[resource-drop]tcp-socket']!(handles.tcp), /2 left/);
  const pollable = calls['[method]input-stream.subscribe']!(handles.input);
  assert.throws(() => calls['[resource-drop]input-stream']!(handles.input), /1 left/);
  assert.throws(() => calls['[resource-drop]input-stream']!(pollable), /is not an InputStream/);
  assert.not(it.socket.isClosed);
});

test('tcp-socket: dropped after its streams, its socket is closed and nothing is left', ({ it }) => {
  const { calls, handles } = it;
  calls['[resource-drop]input-stream']!(handles.input);
  calls['[resource-drop]output-stream']!(handles.output);
  assert.not(it.socket.isClosed);
  calls['[resource-drop]tcp-socket']!(handles.tcp);
  assert.ok(it.socket.isClosed);
  assert.is(it.host.resources.size, 0);
});

/** Drops a connection, and gives what it has done until then. */
function drop({ calls, handles, socket }: Connection): string[] {
  calls['[resource-drop]input-stream']!(handles.input);
  calls['[resource-drop]output-stream']!(handles.output);
  calls['[resource-drop]tcp-socket']!(handles.tcp);
  assert.ok(socket.isClosed);
  return socket.log;
}

test('tcp-socket: dropped when receiving was shut down, it resets its connection', ({ it }) => {
  it.shutdown(0);
  assert.equal(drop(it), ['<shut receiving>', '<reset>']);
});

test('tcp-socket: it does not where it has ended its side, before or after, or has sent something since', () => {
  for (const [acts, end] of [
    [[1, 0], '<shut receiving>'],
    [[0, 1], '<shut sending>'],
    [[2], '<shut sending>'],
    [[0, 'answer'], 'answer'],
  ] as const) {
    const it = new Connection();
    it.socket.take(100);
    for (const act of acts) {
      if (typeof act === 'number') it.shutdown(act);
      else if (it.checkWrite()) it.write(act);
    }
    assert.is(drop(it).at(-1), end);
  }
});

test('tcp-socket: a listener is ready when there is someone to accept', ({ it }) => {
  it.tcp.state = 'listening';
  const pollable = it.tcp.subscribe();
  assert.not(pollable.isReady);
  it.socket.readable = true;
  assert.ok(pollable.isReady);
});

test('tcp-socket: one that does not listen is ready: each of its steps is done at once', ({ it }) => {
  for (const state of ['new', 'binding', 'bound', 'starting-listen'] as const) {
    it.tcp.state = state;
    assert.ok(it.tcp.subscribe().isReady, state);
  }
});

test.run();
