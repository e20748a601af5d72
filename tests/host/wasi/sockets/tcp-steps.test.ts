import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failure } from '../../../../host/engines/outcome.ts';
import { instanceNetwork } from '../../../../host/wasi/sockets/network.ts';
import { tcpCreateSocket, tcp } from '../../../../host/wasi/sockets/tcp.ts';
import { FakeSocket } from '../../fake-engine.ts';
import { fakeGuest, testHost } from '../../hosts.ts';

const RESULT = 64;
const LOOPBACK = [0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0];
const IPV6_LOOPBACK = [1, 80, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0];

/** A socket as a guest has it, and the steps that lead to listening. Each gives 'ok' or the index of an error code. */
class Steps {
  readonly host = testHost();
  private readonly calls: Record<string, (...args: (number | bigint)[]) => number>;
  private readonly network: number;
  private readonly socket: number;

  constructor() {
    this.host.memory.attach(fakeGuest());
    const functions = { ...tcp(this.host), ...instanceNetwork(this.host), ...tcpCreateSocket(this.host) };
    this.calls = functions as never;
    this.network = this.calls['instance-network']!();
    this.calls['create-tcp-socket']!(0, RESULT);
    this.socket = this.host.memory.words[RESULT / 4 + 1]!;
  }

  step(name: string, ...args: (number | bigint)[]): 'ok' | number {
    this.calls[`[method]tcp-socket.${name}`]!(this.socket, ...args, RESULT);
    const { bytes } = this.host.memory;
    const codeAt = name === 'accept' || name.endsWith('-address') ? 4 : 1;
    return bytes[RESULT] === 0 ? 'ok' : bytes[RESULT + codeAt]!;
  }

  startBind(address = LOOPBACK, network = this.network): 'ok' | number {
    return this.step('start-bind', network, ...address);
  }

  listen(): void {
    assert.is(this.startBind(), 'ok');
    for (const name of ['finish-bind', 'start-listen', 'finish-listen']) assert.is(this.step(name), 'ok');
  }
}

function code(name: Parameters<typeof failure>[0]): number {
  return -1 - failure(name);
}

const test = suite<{ it: Steps }>('tcp: steps');

test.before.each((context) => {
  context.it = new Steps();
});

test('tcp: a new socket has nothing to finish, to accept, to listen with, and no addresses', ({ it }) => {
  assert.is(it.step('finish-bind'), code('not-in-progress'));
  assert.is(it.step('finish-listen'), code('not-in-progress'));
  assert.is(it.step('start-listen'), code('invalid-state'));
  assert.is(it.step('accept'), code('invalid-state'));
  assert.is(it.step('local-address'), code('invalid-state'));
});

test('tcp: binds and listens in four steps, then there is nobody to accept', ({ it }) => {
  it.listen();
  assert.is(it.step('local-address'), 'ok');
  assert.is(it.step('accept'), code('would-block'));
});

test('tcp: a step under way can not be started again, nor one that is done', ({ it }) => {
  it.startBind();
  assert.is(it.startBind(), code('concurrency-conflict'));
  assert.is(it.step('start-listen'), code('concurrency-conflict'));
  it.step('finish-bind');
  assert.is(it.startBind(), code('invalid-state'));
  it.step('start-listen');
  assert.is(it.step('start-listen'), code('concurrency-conflict'));
  it.step('finish-listen');
  assert.is(it.step('start-listen'), code('invalid-state'));
});

test('tcp: an address of another family is an invalid argument, and another try is allowed', ({ it }) => {
  assert.is(it.startBind(IPV6_LOOPBACK), code('invalid-argument'));
  assert.is(it.startBind(), 'ok');
});

test('tcp: a failed bind leaves the socket as it was', ({ it }) => {
  it.host.engine.bind = () => failure('address-in-use');
  assert.is(it.startBind(), code('address-in-use'));
  it.host.engine.bind = () => 0;
  assert.is(it.startBind(), 'ok');
});

test('tcp: the network must be one', ({ it }) => {
  assert.throws(() => it.startBind(LOOPBACK, 99), /handle 99 is not a Network/);
});

test('tcp: the backlog goes to listen; 0 is an invalid argument', ({ it }) => {
  let backlog = 0;
  it.host.engine.listen = ((_socket: unknown, value: number) => {
    backlog = value;
    return 0;
  }) as never;
  assert.is(it.step('set-listen-backlog-size', 0n), code('invalid-argument'));
  assert.is(it.step('set-listen-backlog-size', 7n), 'ok');
  it.listen();
  assert.is(backlog, 7);
});

test('tcp: what is accepted is connected, with two streams that are its children', ({ it }) => {
  it.listen();
  it.host.engine.accept = () => new FakeSocket();
  const before = it.host.resources.size;
  assert.is(it.step('accept'), 'ok');
  assert.is(it.host.resources.size, before + 3);
  const [socket, input, output] = it.host.memory.words.subarray(RESULT / 4 + 1, RESULT / 4 + 4);
  assert.is(new Set([socket, input, output]).size, 3);
});

test('tcp: a socket that is not connected can not be shut', ({ it }) => {
  assert.is(it.step('shutdown', 1), code('invalid-state'));
});

test.run();
