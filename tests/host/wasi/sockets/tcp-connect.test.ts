import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ErrorCode, errorCodeIndex, failure } from '../../../../host/engines/outcome.ts';
import { instanceNetwork } from '../../../../host/wasi/sockets/network.ts';
import { poll } from '../../../../host/wasi/io/poll.ts';
import { tcpCreateSocket, tcp } from '../../../../host/wasi/sockets/tcp.ts';
import { TcpSocket } from '../../../../host/wasi/sockets/tcp-socket.ts';
import type { FakeSocket } from '../../fake-engine.ts';
import { fakeGuest, testHost } from '../../hosts.ts';

const RESULT = 64;
const REMOTE = [0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0];

/** A socket that connects, as a guest has it. Each step gives 'ok' or the name of what failed. */
class Connecting {
  readonly host = testHost();
  readonly calls: Record<string, (...args: (number | bigint)[]) => number>;
  readonly network: number;
  readonly handle: number;
  readonly tcp: TcpSocket;

  constructor() {
    const { host } = this;
    host.memory.attach(fakeGuest());
    this.calls = { ...tcp(host), ...instanceNetwork(host), ...tcpCreateSocket(host), ...poll(host) } as never;
    this.network = this.calls['instance-network']!();
    this.calls['create-tcp-socket']!(0, RESULT);
    this.handle = host.memory.words[RESULT / 4 + 1]!;
    this.tcp = host.resources.get(this.handle, TcpSocket);
  }

  get socket(): FakeSocket {
    return this.tcp.socket as FakeSocket;
  }

  step(name: string, codeAt = 1, ...args: (number | bigint)[]): number | 'ok' {
    this.calls[`[method]tcp-socket.${name}`]!(this.handle, ...args, RESULT);
    const { bytes } = this.host.memory;
    return bytes[RESULT] === 0 ? 'ok' : bytes[RESULT + codeAt]!;
  }

  start(address = REMOTE): number | 'ok' {
    return this.step('start-connect', 1, this.network, ...address);
  }

  finish(): number | 'ok' {
    return this.step('finish-connect', 4);
  }
}

function code(name: ErrorCode): number {
  return errorCodeIndex(failure(name));
}

const test = suite<{ it: Connecting }>('tcp: connect');

test.before.each((context) => {
  context.it = new Connecting();
  context.it.socket.writable = false; // as a real one, until it is connected
});

test('tcp: connecting is under way until the engine knows, and ends with two streams', ({ it }) => {
  assert.is(it.start(), 'ok');
  assert.is(it.finish(), code('would-block'));
  const before = it.host.resources.size;
  it.socket.connecting = [0];
  assert.is(it.finish(), 'ok');
  assert.is(it.host.resources.size, before + 2);
  const { words } = it.host.memory;
  assert.is(it.host.resources.get(words[RESULT / 4 + 1]!, Object as never), it.tcp.input);
  assert.is(it.host.resources.get(words[RESULT / 4 + 2]!, Object as never), it.tcp.output);
  assert.is(it.tcp.state, 'connected');
  assert.is(it.finish(), code('not-in-progress'));
});

test('tcp: the pollable is ready when connecting has come to an end, not before', ({ it }) => {
  const pollable = it.calls['[method]tcp-socket.subscribe']!(it.handle);
  const isReady = (): number => it.calls['[method]pollable.ready']!(pollable);
  it.start();
  assert.is(isReady(), 0);
  it.host.engine.script = [
    () => {
      it.socket.writable = true;
      it.socket.onReady!();
    },
  ];
  it.calls['[method]pollable.block']!(pollable);
  assert.is(isReady(), 1);
});

test('tcp: a connection that fails is told of once, and the socket can not be used again', ({ it }) => {
  it.start();
  it.socket.connecting = [failure('connection-refused')];
  assert.is(it.finish(), code('connection-refused'));
  assert.is(it.finish(), code('not-in-progress'));
  assert.is(it.start(), code('invalid-state'));
  assert.is(it.step('local-address', 4), code('invalid-state'));
  assert.is(it.step('shutdown', 1, 1), code('invalid-state'));
  assert.is(it.step('hop-limit'), code('invalid-state'));
});

for (const outcome of [0, failure('remote-unreachable')]) {
  test(`tcp: what an engine knows at once, ${outcome}, is told by finish-connect`, ({ it }) => {
    it.host.engine.connect = () => outcome;
    assert.is(it.start(), 'ok');
    assert.ok(it.tcp.subscribe().isReady);
    assert.is(it.finish(), outcome === 0 ? 'ok' : code('remote-unreachable'));
  });
}

const REFUSED: [what: string, address: number[]][] = [
  ['another family', [1, 80, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]],
  ['port 0', REMOTE.with(1, 0)],
  ['0.0.0.0', [0, 80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['a multicast address', [0, 80, 224, 0, 0, 1, 0, 0, 0, 0, 0, 0]],
  ['the broadcast address', [0, 80, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0]],
];
for (const [what, address] of REFUSED) {
  test(`tcp: ${what} is an invalid argument to connect to, and another try is allowed`, ({ it }) => {
    assert.is(it.start(address), code('invalid-argument'));
    assert.is(it.start(), 'ok');
  });
}

test('tcp: while connecting nothing else is started, and there are no addresses or options', ({ it }) => {
  it.start();
  assert.is(it.start(), code('concurrency-conflict'));
  assert.is(it.step('start-bind', 1, it.network, ...REMOTE), code('concurrency-conflict'));
  assert.is(it.step('start-listen'), code('concurrency-conflict'));
  for (const name of ['local-address', 'remote-address']) assert.is(it.step(name, 4), code('invalid-state'));
  assert.is(it.step('shutdown', 1, 2), code('invalid-state'));
  assert.is(it.step('set-listen-backlog-size', 1, 5n), code('invalid-state'));
  assert.is(it.step('set-hop-limit', 1, 5), code('invalid-state'));
});

test('tcp: a bound socket may connect, a listening one may not', ({ it }) => {
  it.tcp.state = 'listening';
  assert.is(it.calls['[method]tcp-socket.is-listening']!(it.handle), 1);
  assert.is(it.start(), code('invalid-state'));
  it.tcp.state = 'bound';
  assert.is(it.calls['[method]tcp-socket.is-listening']!(it.handle), 0);
  assert.is(it.start(), 'ok');
  assert.is(it.finish(), code('would-block'));
});

test('tcp: a listener takes another backlog', ({ it }) => {
  const backlogs: number[] = [];
  it.host.engine.listen = ((_socket: unknown, backlog: number) => backlogs.push(backlog)) as never;
  it.tcp.state = 'listening';
  assert.is(it.step('set-listen-backlog-size', 1, 9n), 'ok');
  assert.equal(backlogs, [9]);
});

test.run();
