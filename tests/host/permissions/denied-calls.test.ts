import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCodeIndex, failure } from '../../../host/engines/outcome.ts';
import { instanceNetwork } from '../../../host/wasi/sockets/network.ts';
import { formatAddress } from '../../../host/net/ip-address.ts';
import { ipNameLookup } from '../../../host/wasi/sockets/ip-name-lookup.ts';
import { Permissions } from '../../../host/permissions/permissions.ts';
import { tcpCreateSocket, tcp } from '../../../host/wasi/sockets/tcp.ts';
import { udpCreateSocket, udp } from '../../../host/wasi/sockets/udp.ts';
import { fakeGuest, testHost } from '../hosts.ts';

const RESULT = 64;
const NAME = 128;
const DENIED = errorCodeIndex(failure('access-denied'));

/** A guest that may listen on 127.0.0.1:80, connect to 127.0.0.1:90 and look up one name, and what it was denied. */
class Restricted {
  readonly denied: string[] = [];
  readonly host = testHost();
  readonly calls: Record<string, (...args: (number | bigint)[]) => number>;
  readonly asked: string[] = [];
  private readonly network: number;

  constructor() {
    const { host } = this;
    const grants = { listen: ['127.0.0.1:80'], connect: ['127.0.0.1:90'], resolve: ['example.com'] };
    host.permissions = new Permissions(grants, (use, target) =>
      this.denied.push(`${use} ${typeof target === 'string' ? target : formatAddress(target)}`),
    );
    host.resolver = { resolve: (name) => void this.asked.push(name) };
    host.memory.attach(fakeGuest());
    const made = [tcp, tcpCreateSocket, udp, udpCreateSocket, instanceNetwork, ipNameLookup];
    this.calls = Object.assign({}, ...made.map((make) => make(host)));
    this.network = this.calls['instance-network']!();
  }

  open(kind: 'tcp' | 'udp'): number {
    this.calls[`create-${kind}-socket`]!(0, RESULT);
    return this.host.memory.words[RESULT / 4 + 1]!;
  }

  /** Calls a method with an address of 127.0.0.1: 'ok', or the number of what failed. */
  to(method: string, socket: number, port: number): number | 'ok' {
    const address = [0, port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    return this.call(method, 1, socket, this.network, ...address);
  }

  call(method: string, codeAt: number, ...args: number[]): number | 'ok' {
    this.calls[method]!(...args, RESULT);
    const { bytes } = this.host.memory;
    return bytes[RESULT] === 0 ? 'ok' : bytes[RESULT + codeAt]!;
  }

  lookUp(name: string): number | 'ok' {
    const bytes = Buffer.from(name);
    this.host.memory.bytes.set(bytes, NAME);
    return this.call('resolve-addresses', 4, this.network, NAME, bytes.length);
  }
}

/** The arguments of `stream` for a peer on 127.0.0.1. */
function connectedTo(port: number): number[] {
  return [1, 0, port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0];
}

const test = suite<{ it: Restricted }>('denied calls');

test.before.each((context) => {
  context.it = new Restricted();
});

test('denied: a TCP socket is bound where it may listen, and elsewhere the program is told', ({ it }) => {
  assert.is(it.to('[method]tcp-socket.start-bind', it.open('tcp'), 80), 'ok');
  assert.is(it.to('[method]tcp-socket.start-bind', it.open('tcp'), 81), DENIED);
  assert.equal(it.denied, ['listen 127.0.0.1:81']);
});

test('denied: a TCP socket that was bound to any free port for connecting can not listen', ({ it }) => {
  const socket = it.open('tcp');
  assert.is(it.to('[method]tcp-socket.start-bind', socket, 0), 'ok');
  assert.is(it.call('[method]tcp-socket.finish-bind', 1, socket), 'ok');
  assert.is(it.call('[method]tcp-socket.start-listen', 1, socket), DENIED);
  assert.is(it.denied.length, 1);
});

test('denied: TCP connects where it may, and is told at once where it may not', ({ it }) => {
  assert.is(it.to('[method]tcp-socket.start-connect', it.open('tcp'), 90), 'ok');
  assert.is(it.to('[method]tcp-socket.start-connect', it.open('tcp'), 80), DENIED);
  assert.equal(it.denied, ['connect 127.0.0.1:80']);
});

test('denied: a UDP socket is bound and connected where the rules say', ({ it }) => {
  const bind = '[method]udp-socket.start-bind';
  assert.is(it.to(bind, it.open('udp'), 90), DENIED);
  const socket = it.open('udp');
  assert.is(it.to(bind, socket, 0), 'ok');
  it.call('[method]udp-socket.finish-bind', 1, socket);
  assert.is(it.call('[method]udp-socket.stream', 4, socket, ...connectedTo(80)), DENIED);
  assert.is.not(it.call('[method]udp-socket.stream', 4, socket, ...connectedTo(90)), DENIED); // the fake engine's own answer
  assert.equal(it.denied, ['listen 127.0.0.1:90', 'connect 127.0.0.1:80']);
});

test('denied: a name is not even asked for; an address that is written out is no name', ({ it }) => {
  assert.is(it.lookUp('Example.COM'), 'ok');
  assert.is(it.lookUp('example.org'), DENIED);
  assert.is(it.lookUp('127.0.0.1'), 'ok');
  assert.equal(it.asked, ['example.com']);
  assert.equal(it.denied, ['resolve example.org']);
});

test.run();
