import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WOULD_BLOCK, failure } from '../../../host/engines/outcome.ts';
import type { Report } from '../../../host/events.ts';
import { GuestObserver } from '../../../host/guest/observer.ts';
import { Stopped } from '../../../host/guest/stopped.ts';
import { AT, type Metrics, makeCounters } from '../../../host/metrics.ts';
import { TcpSocket } from '../../../host/wasi/sockets/tcp-socket.ts';
import { UdpSocket } from '../../../host/wasi/sockets/udp-socket.ts';
import { FakeSocket } from '../fake-engine.ts';
import { type TestHost, testHost } from '../hosts.ts';

const ANY_PORT = { family: 4 as const, port: 0, parts: [127, 0, 0, 1], flowInfo: 0, scopeId: 0 };
const PEER = { ...ANY_PORT, port: 9 };
const memory = { bytes: Buffer.from('0123456789'), base: 0 };

/** A guest whose sockets are observed, and which may have few of them. */
class Guest {
  readonly reports: Report[] = [];
  readonly host: TestHost = testHost();
  readonly observer: GuestObserver;
  /** Clients that wait to be accepted. */
  readonly backlog: FakeSocket[] = [];
  private readonly counters = makeCounters();

  constructor() {
    const { backlog, counters, host, reports } = this;
    this.observer = new GuestObserver(host.engine, {
      counters,
      resources: host.resources,
      maxConnections: 2,
      maxSockets: 4,
      found: [],
      eventMask: () => -1,
      report: (report) => reports.push(report),
    });
    host.observer = this.observer;
    host.engine.accept = () => backlog.shift() ?? WOULD_BLOCK;
  }

  count(...names: (keyof Metrics)[]): number[] {
    return names.map((name) => this.counters[AT[name]]!);
  }

  /** The types of the reports so far. */
  get types(): string[] {
    return this.reports.map(({ type }) => type);
  }

  listen(): TcpSocket {
    const listener = TcpSocket.create(this.host, 4) as TcpSocket;
    listener.startBind(ANY_PORT);
    listener.finishBind();
    listener.startListen();
    listener.finishListen();
    listener.socket.readable = true;
    return listener;
  }

  /** Accepts a client and opens its streams. */
  accept(listener: TcpSocket, client = new FakeSocket()): TcpSocket {
    this.backlog.push(client);
    const accepted = listener.accept() as TcpSocket;
    accepted.open();
    return accepted;
  }
}

const test = suite<{ it: Guest }>('observer');

test.before.each((context) => {
  context.it = new Guest();
});

test('observer: bytes are counted, of connections and of datagrams', ({ it }) => {
  const { input, output, socket } = it.accept(it.listen());
  (socket as FakeSocket).arriving.push(Buffer.from('abc'));
  (socket as FakeSocket).taking.push(4);
  input!.read(memory, 0, 10);
  output!.write(memory, 0, 10);
  assert.equal(it.count('bytesIn', 'bytesOut'), [3, 4]);
  (socket as FakeSocket).take(6);
  assert.equal(it.count('bytesIn', 'bytesOut'), [3, 10]);

  const udp = UdpSocket.create(it.host, 4) as UdpSocket;
  udp.startBind(ANY_PORT);
  udp.finishBind();
  const pair = udp.stream(undefined);
  assert.type(pair, 'object');
  const { incoming, outgoing } = pair as Exclude<typeof pair, number>;
  (udp.socket as FakeSocket).datagrams.push({ text: 'hello', address: PEER });
  incoming.receive(memory, 0, 10, { ...PEER, parts: [] });
  outgoing.send(memory, 0, 7, PEER);
  assert.equal(it.count('bytesIn', 'bytesOut'), [8, 17]);
});

test('observer: a connection that is dropped while it sends is open until it is closed', ({ it }) => {
  const connection = it.accept(it.listen());
  const client = connection.socket as FakeSocket;
  client.taking.push(4);
  connection.output!.write(memory, 0, 10);
  connection.output!.release();
  connection.input!.release();
  connection.release();
  assert.equal(it.count('open', 'accepted'), [1, 1]);
  assert.equal(it.types, ['connection']);
  client.take(6);
  assert.equal(it.count('open', 'accepted'), [0, 1]);
  assert.equal(it.types, ['connection', 'disconnection']);
});

test('observer: a connection above their limit is closed, counted and reported', ({ it }) => {
  const listener = it.listen();
  it.accept(listener);
  it.accept(listener);
  const third = new FakeSocket();
  it.backlog.push(third);
  assert.is(listener.accept(), WOULD_BLOCK);
  assert.ok(third.isClosed);
  assert.equal(it.count('open', 'accepted', 'refused'), [2, 2, 1]);
  assert.equal(it.types, ['connection', 'connection', 'refused']);
});

test('observer: a flood of such connections does not keep the thread, and the listener stays ready', ({
  it,
}) => {
  const listener = it.listen();
  it.accept(listener);
  it.accept(listener);
  it.backlog.push(...Array.from({ length: 1000 }, () => new FakeSocket()));
  assert.is(listener.accept(), WOULD_BLOCK);
  assert.ok(it.backlog.length > 900);
  assert.ok(listener.subscribe().isReady);
});

test('observer: at the limit of sockets clients stay in the backlog, and none is opened', ({ it }) => {
  const listener = it.listen();
  const [first] = [it.accept(listener), TcpSocket.create(it.host, 4), UdpSocket.create(it.host, 4)];
  assert.is(TcpSocket.create(it.host, 4), failure('new-socket-limit'));
  assert.is(UdpSocket.create(it.host, 4), failure('new-socket-limit'));
  it.backlog.push(new FakeSocket());
  assert.is(listener.accept(), failure('new-socket-limit'));
  assert.is(it.backlog.length, 1);
  for (const resource of [first.input!, first.output!, first]) resource.release();
  assert.type(listener.accept(), 'object');
});

test('observer: a socket that listens is reported at the next wait, unless it is closed before', ({ it }) => {
  it.listen().release();
  const listener = it.listen();
  assert.equal(it.types, []);
  it.observer.beforeWait();
  assert.equal(it.types, ['listening', 'ready']);
  listener.release();
  assert.equal(it.types, ['listening', 'ready', 'listening-ended']);
  assert.equal(it.count('polls'), [1]);
});

test('observer: a failure to bind or listen is kept until the guest listens', ({ it }) => {
  it.host.engine.listen = () => failure('address-in-use');
  it.listen();
  const { code, port } = it.observer.listenObserver.failure!;
  assert.equal([code, port], ['EADDRINUSE', 0]);
  assert.equal(it.types, []);
});

test('observer: a drain that the guest is not told of ends it before a wait without connections, when no client is to come', ({
  it,
}) => {
  let isClientToCome = true;
  const connection = it.accept(it.listen());
  it.observer.endWhenEmpty(() => isClientToCome);
  it.observer.beforeWait();
  connection.output!.release();
  connection.input!.release();
  connection.release();
  it.observer.beforeWait();
  isClientToCome = false;
  assert.throws(
    () => it.observer.beforeWait(),
    (error: unknown) => error instanceof Stopped,
  );
});

test('observer: such a drain ends a guest that only now begins to listen', ({ it }) => {
  it.host.engine.listen = () => failure('invalid-state');
  it.observer.endWhenEmpty();
  assert.throws(
    () => it.listen(),
    (error: unknown) => error instanceof Stopped,
  );
});

test('observer: when the engine is closed nothing is open', ({ it }) => {
  it.accept(it.listen());
  assert.equal(it.count('open'), [1]);
  it.observer.end();
  assert.equal(it.count('open', 'accepted'), [0, 1]);
});

test.run();
