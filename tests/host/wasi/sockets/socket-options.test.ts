import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SocketOption } from '../../../../host/engines/engine.ts';
import { errorCodeIndex, failure } from '../../../../host/engines/outcome.ts';
import { TcpSocket } from '../../../../host/wasi/sockets/tcp-socket.ts';
import { tcp } from '../../../../host/wasi/sockets/tcp.ts';
import { UdpSocket } from '../../../../host/wasi/sockets/udp-socket.ts';
import { udp } from '../../../../host/wasi/sockets/udp.ts';
import { FakeSocket } from '../../fake-engine.ts';
import { fakeGuest, testHost } from '../../hosts.ts';

const RESULT = 64;
const INVALID_ARGUMENT = errorCodeIndex(failure('invalid-argument'));

interface Context {
  socket: FakeSocket;
  set(name: string, value: number | bigint): number | 'ok';
  /** The result's bytes, as hexadecimal digits; what nothing is stored to stays ee. */
  get(name: string, bytes: number): string;
}

const test = suite<Context>('socket options');

test.before.each((context) => {
  const host = testHost();
  host.memory.attach(fakeGuest());
  context.socket = new FakeSocket();
  const handles: Record<string, number> = {
    'tcp-socket': host.resources.add(new TcpSocket(host, context.socket)),
    'udp-socket': host.resources.add(new UdpSocket(host, context.socket)),
  };
  const calls = { ...tcp(host), ...udp(host) } as unknown as Record<string, (...args: unknown[]) => void>;
  const { bytes } = host.memory;
  context.set = (name, value) => {
    const [resource, option] = name.split('.') as [string, string];
    calls[`[method]${resource}.set-${option}`]!(handles[resource], value, RESULT);
    return bytes[RESULT] === 0 ? 'ok' : bytes[RESULT + 1]!;
  };
  context.get = (name, count) => {
    bytes.fill(0xee, RESULT, RESULT + 16);
    calls[`[method]${name}`]!(handles[name.split('.')[0]!], RESULT);
    return Buffer.from(bytes.subarray(RESULT, RESULT + count)).toString('hex');
  };
});

type Case = [name: string, given: number | bigint, option: SocketOption, engineValue: number, stored: string];
const CASES: Case[] = [
  ['tcp-socket.keep-alive-enabled', 1, 'keepAlive', 1, '0001'],
  ['tcp-socket.keep-alive-enabled', 0, 'keepAlive', 0, '0000'],
  ['tcp-socket.hop-limit', 255, 'hopLimit', 255, '00ff'],
  ['udp-socket.unicast-hop-limit', 7, 'hopLimit', 7, '0007'],
  ['tcp-socket.keep-alive-count', 5, 'keepAliveCount', 5, '00eeeeee05000000'],
  ['tcp-socket.receive-buffer-size', 65536n, 'receiveBufferBytes', 65536, '00eeeeeeeeeeeeee0000010000000000'],
  ['udp-socket.send-buffer-size', 4096n, 'sendBufferBytes', 4096, '00eeeeeeeeeeeeee0010000000000000'],
  [
    'tcp-socket.keep-alive-idle-time',
    8_000_000_000n,
    'keepAliveIdleSeconds',
    8,
    '00eeeeeeeeeeeeee0050d6dc01000000',
  ],
];
for (const [name, given, option, engineValue, stored] of CASES) {
  test(`socket options: ${name} of ${given} reaches the engine and reads back`, ({ socket, set, get }) => {
    assert.is(set(name, given), 'ok');
    assert.is(socket.options.get(option), engineValue);
    assert.is(get(name, stored.length / 2), stored);
  });
}

test('socket options: times are rounded up to whole seconds', ({ socket, set }) => {
  for (const [ns, seconds] of [
    [1n, 1],
    [1_000_000_000n, 1],
    [1_000_000_001n, 2],
  ] as const) {
    assert.is(set('tcp-socket.keep-alive-interval', ns), 'ok');
    assert.is(socket.options.get('keepAliveIntervalSeconds'), seconds);
  }
});

for (const name of [
  'tcp-socket.keep-alive-idle-time',
  'tcp-socket.keep-alive-interval',
  'tcp-socket.receive-buffer-size',
  'tcp-socket.send-buffer-size',
  'udp-socket.receive-buffer-size',
  'udp-socket.send-buffer-size',
]) {
  test(`socket options: ${name} of 0 is an invalid argument, of u64::MAX it is not`, ({ socket, set }) => {
    assert.is(set(name, 0n), INVALID_ARGUMENT);
    assert.is(socket.options.size, 0);
    assert.is(set(name, -1n), 'ok');
    assert.ok([...socket.options.values()].every((value) => value === 2 ** 31 - 1));
  });
}

for (const name of ['tcp-socket.keep-alive-count', 'tcp-socket.hop-limit', 'udp-socket.unicast-hop-limit']) {
  test(`socket options: ${name} of 0 is an invalid argument`, ({ socket, set }) => {
    assert.is(set(name, 0), INVALID_ARGUMENT);
    assert.is(socket.options.size, 0);
  });
}

test('socket options: a keep-alive-count above 2^31 comes signed and is not 0 or less', ({ socket, set }) => {
  assert.is(set('tcp-socket.keep-alive-count', -1), 'ok');
  assert.is(socket.options.get('keepAliveCount'), 2 ** 31 - 1);
});

test.run();
