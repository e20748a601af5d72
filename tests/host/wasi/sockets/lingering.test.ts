import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Readiness } from '../../../../host/wasi/poll/readiness.ts';
import { Lingering } from '../../../../host/wasi/sockets/lingering.ts';
import { TcpSocket } from '../../../../host/wasi/sockets/tcp-socket.ts';
import { FakeEngine, FakeSocket } from '../../fake-engine.ts';

const memory = { bytes: Buffer.from('0123456789'), base: 0 };

/** Connections whose peers have read 4 of 10 bytes when they are dropped. */
class Bench {
  nowMs = 0;
  readonly engine = new FakeEngine();
  lingering: Lingering;
  readonly readiness = new Readiness(this.engine, { nowMs: () => this.nowMs });

  constructor() {
    this.lingering = new Lingering(this.readiness);
  }

  drop(): FakeSocket {
    const socket = new FakeSocket();
    socket.taking = [4];
    const tcp = new TcpSocket(this, socket);
    const { input, output } = tcp.open();
    output.write(memory, 0, 10);
    output.release();
    input.release();
    tcp.release();
    return socket;
  }
}

const test = suite<{ it: Bench }>('lingering');

test.before.each((context) => {
  context.it = new Bench();
});

test('lingering: a connection that is dropped closes after its last byte', ({ it }) => {
  const socket = it.drop();
  assert.not(socket.isClosed);
  socket.take(6);
  assert.ok(socket.isClosed);
  assert.equal(socket.log, ['0123', '456789']);
  it.nowMs = 1e6;
  void it.readiness.look(0);
  assert.equal(socket.log, ['0123', '456789']); // nothing is left that could reset another one
  assert.is(it.readiness.waitMs(), -1);
});

test('lingering: it is reset when its time is over, and waits end then', ({ it }) => {
  it.lingering = new Lingering(it.readiness, 8, 500);
  const socket = it.drop();
  assert.is(it.readiness.waitMs(), 500);
  it.nowMs = 499;
  void it.readiness.look(0);
  assert.not(socket.isClosed);
  it.nowMs = 500;
  void it.readiness.look(0);
  assert.ok(socket.isClosed);
  assert.equal(socket.log, ['0123', '<reset>']);
});

test('lingering: beyond their number the oldest is reset; 0 keeps none', ({ it }) => {
  it.lingering = new Lingering(it.readiness, 2);
  const sockets = [it.drop(), it.drop(), it.drop()];
  assert.equal(
    sockets.map(({ isClosed }) => isClosed),
    [true, false, false],
  );
  it.lingering = new Lingering(it.readiness, 0);
  assert.ok(it.drop().isClosed);
});

test('lingering: a guest that has ended is waited for until all is sent, or given up', ({ it }) => {
  it.lingering = new Lingering(it.readiness, 8, 500);
  const [first, second] = [it.drop(), it.drop()];
  it.engine.script = [() => first.take(6), () => (it.nowMs = 500)];
  it.readiness.finish(it.lingering.finish());
  assert.equal(first.log, ['0123', '456789']);
  assert.equal(second.log, ['0123', '<reset>']);
  assert.equal(it.engine.waits, [500, 500]);
  it.readiness.finish(it.lingering.finish());
  assert.is(it.engine.waits.length, 2);
});

test.run();
