import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { liftAddress } from '../../../host/wasi/sockets/network.ts';
import { fakeGuest } from '../hosts.ts';
import { calls, trapOf } from './calls.ts';

const test = suite('attacks: lifting');
const PAGE = 65536;

test('attacks: the high bits of a flat address count neither for the checks nor for the kernel', () => {
  assert.equal(liftAddress(0, [PAGE + 80, 256 + 127, -256, 512, 0x7fffff01, 0, 0, 0, 0, 0, 0]), {
    family: 4,
    port: 80,
    parts: [127, 0, 0, 1],
    flowInfo: 0,
    scopeId: 0,
  });
  assert.equal(liftAddress(1, [-1, -1, 0x1ffff, PAGE, -1, 0, 0, 0, 0, 0x70001, -2]), {
    family: 6,
    port: 65_535,
    parts: [0xffff, 0, 0xffff, 0, 0, 0, 0, 1],
    flowInfo: 2 ** 32 - 1,
    scopeId: 2 ** 32 - 2,
  });
});

for (const which of [2, -1, -(2 ** 31)]) {
  test(`attacks: ${which} for a case that does not exist is a trap`, () => {
    const { calls: guest } = calls();
    const flat = Array<number>(11).fill(0);
    guest['create-udp-socket']!(0, 0);
    guest['create-tcp-socket']!(0, 8);
    assert.match(
      trapOf(() => liftAddress(which, flat)),
      'is not an ip-socket-address',
    );
    assert.match(
      trapOf(() => guest['create-tcp-socket']!(which, 0)),
      'is not an ip-address-family',
    );
    assert.match(
      trapOf(() => guest['[method]tcp-socket.shutdown']!(2, which === 2 ? 3 : which, 0)),
      'is not a shutdown-type',
    );
    assert.match(
      trapOf(() => guest['[method]udp-socket.stream']!(1, which, 0, ...flat, 0)),
      'is not an option',
    );
    assert.match(
      trapOf(() => guest['exit']!(which)),
      'is not a result',
    );
  });
}

/** Functions that store at a result pointer, with what comes before it. */
const STORING: [name: string, align: number, ...args: (number | bigint)[]][] = [
  ['get-arguments', 4],
  ['get-environment', 4],
  ['initial-cwd', 1],
  ['get-directories', 4],
  ['get-terminal-stdin', 1],
  ['get-random-bytes', 4, 4n],
  ['insecure-seed', 8],
  ['resolution', 4],
  ['create-tcp-socket', 4, 0],
  ['create-udp-socket', 4, 1],
  ['[method]tcp-socket.local-address', 1, 1],
  ['[method]tcp-socket.hop-limit', 1, 1],
  ['[method]tcp-socket.receive-buffer-size', 8, 1],
  ['[method]tcp-socket.keep-alive-count', 4, 1],
  ['[method]output-stream.check-write', 8, 2],
  ['[method]output-stream.flush', 1, 2],
  ['[method]input-stream.read', 4, 3, 9n],
  ['[method]input-stream.read', 4, 3, 0n],
];
for (const [name, align, ...args] of STORING) {
  test(`attacks: ${name} with ${args.join(' and ') || 'nothing'} traps when its result pointer is invalid`, () => {
    const { calls: guest } = calls();
    guest['create-tcp-socket']!(0, 0);
    guest['get-stdout']!();
    guest['get-stdin']!();
    for (const place of [PAGE, PAGE + 8, 2 ** 31 - 8, -8, -(2 ** 31)])
      assert.match(
        trapOf(() => guest[name]!(...args, place)),
        'outside the memory',
        `${place}`,
      );
    if (align > 1)
      assert.match(
        trapOf(() => guest[name]!(...args, 1025)),
        'is not a multiple of',
        name,
      );
    guest[name]!(...args, 1024);
  });
}

for (const [pointer, message] of [
  [PAGE - 4, 'outside the memory'],
  [-1, 'outside the memory'],
  [1026, 'is not a multiple of 4'],
] as const) {
  test(`attacks: a cabi_realloc that gives ${pointer} is a trap`, () => {
    const { calls: guest } = calls({ ...fakeGuest(), cabi_realloc: () => pointer });
    guest['subscribe-duration']!(0n);
    guest['subscribe-duration']!(0n);
    assert.match(
      trapOf(() => guest['get-arguments']!(0)),
      message,
    );
  });
}

test('attacks: a cabi_realloc that grows the memory finds the result in the grown memory', () => {
  const guest = fakeGuest();
  const growing = {
    ...guest,
    cabi_realloc: (...args: [number, number, number, number]) => {
      guest.memory.grow(1);
      return guest.cabi_realloc!(...args);
    },
  };
  const { calls: functions, memory } = calls(growing);
  functions['get-arguments']!(8);
  const [list, count] = memory.words.subarray(2, 4);
  assert.is(count, 2);
  assert.is(memory.string(memory.words[list! / 4 + 2]!, memory.words[list! / 4 + 3]!), 'an argument');
});

test('attacks: a string that is not UTF-8 is a trap, as in wasmtime', () => {
  const { calls: guest, memory } = calls();
  const network = guest['instance-network']!();
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0x61, 0xc0, 0x80]]) {
    memory.bytes.set(bytes, 100);
    assert.match(
      trapOf(() => guest['resolve-addresses']!(network, 100, bytes.length, 0)),
      'is not UTF-8',
    );
  }
  memory.bytes.set(Buffer.from('ü'), 100);
  guest['resolve-addresses']!(network, 100, 2, 0);
});

test('attacks: lists and strings that reach out of the memory are traps', () => {
  const { calls: guest } = calls();
  const network = guest['instance-network']!();
  const out = guest['get-stdout']!();
  for (const [pointer, bytes] of [
    [PAGE - 1, 2],
    [-1, 1],
    [0, -1],
    [-1, -1],
    [PAGE, 1],
    [2 ** 31 - 1, 2 ** 31 - 1],
  ] as const) {
    assert.match(
      trapOf(() => guest['resolve-addresses']!(network, pointer, bytes, 0)),
      'outside',
    );
    assert.match(
      trapOf(() => guest['[method]output-stream.write']!(out, pointer, bytes, 0)),
      'outside',
    );
    assert.match(
      trapOf(() => guest['[method]output-stream.blocking-write-and-flush']!(out, pointer, bytes, 0)),
      'outside',
    );
  }
});

test.run();
