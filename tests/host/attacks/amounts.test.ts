import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { INTERFACES } from '../../../host/wasi/index.ts';
import { fakeGuest, testHost } from '../hosts.ts';
import { type Calls, calls, trapOf } from './calls.ts';

const test = suite('attacks: amounts');
const PAGE = 65536;

const LISTS: [what: string, list: number, count: number, message: string][] = [
  ['outside the memory', PAGE, 1, 'outside the memory'],
  ['that reaches out of the memory', PAGE - 4, 2, 'outside the memory'],
  ['at a negative place', -4, 1, 'outside the memory'],
  ['that is not aligned', 65, 1, 'is not a multiple of 4'],
  ['of more than there can be', 64, 100_001, 'but the guest may hold only 100000'],
  ['of a negative number', 64, -1, 'poll of 4294967295 pollables'],
  ['of 2^26', 64, 2 ** 26, 'but the guest may hold only 100000'],
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

test('attacks: timers that are made and dropped without a poll are not kept', () => {
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

test('attacks: more random bytes than a call may ask for are a trap before the guest is asked for memory', () => {
  const guest = fakeGuest();
  const { calls: functions } = calls(guest);
  for (const length of [-1n, 2n ** 63n - 1n, 64n * 2n ** 20n + 1n])
    assert.match(
      trapOf(() => functions['get-random-bytes']!(length, 0)),
      'random bytes',
    );
  assert.equal(guest.asked, []);
});

test('attacks: the guest allocates nothing for datagrams that have not arrived', () => {
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
