import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { INTERFACES } from '../../../host/wasi/index.ts';
import { GuestMemory } from '../../../host/wasi/abi.ts';
import { liftAddress } from '../../../host/wasi/sockets/network.ts';
import { Trap } from '../../../host/wasi/resources.ts';
import { fakeGuest, testHost } from '../hosts.ts';

const test = suite('attacks: lifting');
const PAGE = 65536;

type Calls = Record<string, (...args: (number | bigint)[]) => number>;

/** All functions of the host, on one page of memory. */
function calls(guest = fakeGuest()): { calls: Calls; memory: GuestMemory } {
  const host = testHost(['guest', 'an argument']);
  host.memory.attach(guest);
  const functions = Object.values(INTERFACES).map((make) => make(host));
  return { calls: Object.assign({}, ...functions) as Calls, memory: host.memory };
}

function trapOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.instance(error, Trap, String((error as Error).stack));
    return (error as Trap).message;
  }
  throw new Error('did not trap');
}

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
  test(`attacks: ${which} for a case that there is not is a trap`, () => {
    const { calls: guest } = calls();
    const flat = Array<number>(11).fill(0);
    guest['create-udp-socket']!(0, 0);
    guest['create-tcp-socket']!(0, 8);
    assert.match(
      trapOf(() => liftAddress(which, flat)),
      'is no ip-socket-address',
    );
    assert.match(
      trapOf(() => guest['create-tcp-socket']!(which, 0)),
      'is no ip-address-family',
    );
    assert.match(
      trapOf(() => guest['[method]tcp-socket.shutdown']!(2, which === 2 ? 3 : which, 0)),
      'is no shutdown-type',
    );
    assert.match(
      trapOf(() => guest['[method]udp-socket.stream']!(1, which, 0, ...flat, 0)),
      'is no option',
    );
    assert.match(
      trapOf(() => guest['exit']!(which)),
      'is no result',
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
  test(`attacks: ${name} with ${args.join(' and ') || 'nothing'} traps where its result has no place`, () => {
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
        'is no multiple of',
        name,
      );
    guest[name]!(...args, 1024);
  });
}

for (const [pointer, message] of [
  [PAGE - 4, 'outside the memory'],
  [-1, 'outside the memory'],
  [1026, 'is no multiple of 4'],
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

test('attacks: a cabi_realloc that grows the memory gets what was to be stored in the grown memory', () => {
  const guest = fakeGuest();
  const growing = {
    ...guest,
    cabi_realloc: (...args: [number, number, number, number]) => {
      guest.memory.grow(1);
      return guest.cabi_realloc(...args);
    },
  };
  const { calls: functions, memory } = calls(growing);
  functions['get-arguments']!(8);
  const [list, count] = memory.words.subarray(2, 4);
  assert.is(count, 2);
  assert.is(memory.string(memory.words[list! / 4 + 2]!, memory.words[list! / 4 + 3]!), 'an argument');
});

test('attacks: a string that is no UTF-8 is a trap, as in wasmtime', () => {
  const { calls: guest, memory } = calls();
  const network = guest['instance-network']!();
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0x61, 0xc0, 0x80]]) {
    memory.bytes.set(bytes, 100);
    assert.match(
      trapOf(() => guest['resolve-addresses']!(network, 100, bytes.length, 0)),
      'is no UTF-8',
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

const LISTS: [what: string, list: number, count: number, message: string][] = [
  ['outside the memory', PAGE, 1, 'outside the memory'],
  ['that reaches out of the memory', PAGE - 4, 2, 'outside the memory'],
  ['at a negative place', -4, 1, 'outside the memory'],
  ['that is not aligned', 65, 1, 'is no multiple of 4'],
  ['of more than there can be', 64, 100_001, 'where the guest may hold 100000'],
  ['of a negative number', 64, -1, 'poll of 4294967295 pollables'],
  ['of 2^26', 64, 2 ** 26, 'where the guest may hold 100000'],
];
for (const [what, list, count, message] of LISTS) {
  test(`attacks: poll of a list ${what} is a trap`, () => {
    const { calls: guest, memory } = calls();
    memory.words[16] = guest['subscribe-duration']!(0n);
    assert.match(
      trapOf(() => guest['poll']!(list, count, 0)),
      message,
    );
  });
}

test('attacks: poll of one pollable a hundred thousand times gives as many indexes', () => {
  const { calls: guest, memory } = calls(fakeGuest(20));
  const timer = guest['subscribe-duration']!(0n);
  memory.words.fill(timer, 131_072, 231_072);
  guest['poll']!(524_288, 100_000, 0);
  assert.is(memory.words[1], 100_000);
});

test('attacks: timers that are made and dropped without a poll are kept by nobody', () => {
  const host = testHost();
  host.memory.attach(fakeGuest());
  const functions = {
    ...INTERFACES['wasi:clocks/monotonic-clock']!(host),
    ...INTERFACES['wasi:io/poll']!(host),
  };
  const guest = functions as unknown as Calls;
  for (let i = 0; i < 5000; i++) guest['[resource-drop]pollable']!(guest['subscribe-duration']!(0n));
  assert.ok((host.readiness as unknown as { ready: unknown[] }).ready.length < 2000);
});

test('attacks: times at their edges make timers that are due, or never', () => {
  const { calls: guest } = calls();
  for (const [name, ns, isReady] of [
    ['subscribe-duration', -1n, 0],
    ['subscribe-duration', 2n ** 63n - 1n, 0],
    ['subscribe-duration', 0n, 1],
    ['subscribe-instant', -1n, 0],
    ['subscribe-instant', -(2n ** 63n), 0],
    ['subscribe-instant', 0n, 1],
  ] as const)
    assert.is(guest['[method]pollable.ready']!(guest[name]!(ns)), isReady, `${name} ${ns}`);
});

test('attacks: more random bytes than a call may ask for are a trap before the guest is asked for room', () => {
  const guest = fakeGuest();
  const { calls: functions } = calls(guest);
  for (const length of [-1n, 2n ** 63n - 1n, 64n * 2n ** 20n + 1n])
    assert.match(
      trapOf(() => functions['get-random-bytes']!(length, 0)),
      'random bytes',
    );
  assert.equal(guest.asked, []);
});

test('attacks: datagrams that are not there make the guest give no room', () => {
  const guest = fakeGuest();
  const { calls: functions, memory } = calls(guest);
  functions['create-udp-socket']!(0, 0);
  const flat = Array<number>(12).fill(0);
  functions['[method]udp-socket.start-bind']!(1, functions['instance-network']!(), ...flat, 0);
  functions['[method]udp-socket.finish-bind']!(1, 0);
  functions['[method]udp-socket.stream']!(1, 0, ...flat, 0);
  for (let times = 0; times < 3; times++)
    functions['[method]incoming-datagram-stream.receive']!(memory.words[1]!, 9n, 64);
  assert.equal([...memory.words.subarray(16, 19)], [0, 4, 0]);
  assert.equal(guest.asked, []);
});

test.run();
