import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCodeIndex, failure } from '../../../../host/engines/outcome.ts';
import { instanceNetwork } from '../../../../host/wasi/sockets/network.ts';
import { ipNameLookup } from '../../../../host/wasi/sockets/ip-name-lookup.ts';
import { poll } from '../../../../host/wasi/io/poll.ts';
import { type TestHost, fakeGuest, testHost } from '../../hosts.ts';

const RESULT = 64;
const NAME = 256;

class Lookup {
  readonly host: TestHost = testHost();
  readonly asked: string[] = [];
  readonly calls: Record<string, (...args: number[]) => number>;
  tell: (answer: readonly string[] | number) => void = () => assert.unreachable('nothing was asked');

  constructor() {
    const { host } = this;
    host.memory.attach(fakeGuest());
    host.resolver = {
      resolve: (name, tell) => {
        this.asked.push(name);
        this.tell = tell;
      },
    };
    this.calls = { ...ipNameLookup(host), ...instanceNetwork(host), ...poll(host) } as never;
  }

  /** Starts; a stream's handle, or 'error N'. */
  start(name: string): number | string {
    const { memory } = this.host;
    const bytes = Buffer.from(name).copy(memory.bytes, NAME);
    this.calls['resolve-addresses']!(this.calls['instance-network']!(), NAME, bytes, RESULT);
    return memory.bytes[RESULT] === 0 ? memory.words[RESULT / 4 + 1]! : `error ${memory.bytes[RESULT + 4]}`;
  }

  /** The result of the next address, as hexadecimal digits. */
  next(stream: number | string, bytes = 22): string {
    const { memory } = this.host;
    memory.bytes.fill(0xee, RESULT, RESULT + 24);
    this.calls['[method]resolve-address-stream.resolve-next-address']!(stream as number, RESULT);
    return Buffer.from(memory.bytes.subarray(RESULT, RESULT + bytes)).toString('hex');
  }
}

const NONE = '00ee00';
const WOULD_BLOCK = '01ee08';
const test = suite<{ it: Lookup }>('ip-name-lookup');

test.before.each((context) => {
  context.it = new Lookup();
});

test('ip-name-lookup: would block until the resolver tells, then gives each address in order', ({ it }) => {
  const stream = it.start('example.org');
  assert.equal(it.asked, ['example.org']);
  assert.is(it.next(stream, 3), WOULD_BLOCK);
  it.tell(['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.2']);
  assert.is(it.next(stream, 10), '00ee01ee00eec0000201');
  assert.is(it.next(stream), '00ee01ee01ee0120b80d000000000000000000000100');
  assert.is(it.next(stream, 10), '00ee01ee00eec0000202');
  assert.is(it.next(stream, 3), NONE);
  assert.is(it.next(stream, 3), NONE);
});

test('ip-name-lookup: its pollable is ready when the resolver tells', ({ it }) => {
  const pollable = it.calls['[method]resolve-address-stream.subscribe']!(it.start('example.org') as number);
  assert.is(it.calls['[method]pollable.ready']!(pollable), 0);
  it.host.engine.script = [() => {}, () => it.tell([])];
  it.calls['[method]pollable.block']!(pollable);
  assert.is(it.calls['[method]pollable.ready']!(pollable), 1);
});

test('ip-name-lookup: a guest that only asks for the next one gets it too', ({ it }) => {
  const stream = it.start('example.org');
  it.host.engine.script = [() => {}, () => it.tell(['192.0.2.1'])];
  assert.is(it.next(stream, 3), WOULD_BLOCK);
  assert.is(it.next(stream, 10), '00ee01ee00eec0000201');
});

for (const code of [
  'name-unresolvable',
  'temporary-resolver-failure',
  'permanent-resolver-failure',
  'access-denied',
] as const) {
  test(`ip-name-lookup: ${code} is told by resolve-next-address`, ({ it }) => {
    const stream = it.start('example.org');
    it.tell(failure(code));
    const index = errorCodeIndex(failure(code)).toString(16).padStart(2, '0');
    assert.is(it.next(stream, 3), `01ee${index}`);
  });
}

const LITERALS: [text: string, result: string][] = [
  ['127.0.0.1', '00ee01ee00ee7f000001'],
  ['127.1', '00ee01ee00ee7f000001'],
  ['::ffff:1.2.3.4', '00ee01ee00ee01020304'],
  ['::1', '00ee01ee01ee00000000000000000000000000000100'],
  ['[::1]', '00ee01ee01ee00000000000000000000000000000100'],
];
for (const [text, result] of LITERALS) {
  test(`ip-name-lookup: ${text} is an address, and nobody is asked`, ({ it }) => {
    const stream = it.start(text);
    assert.is(it.next(stream, result.length / 2), result);
    assert.is(it.next(stream, 3), NONE);
    assert.equal(it.asked, []);
  });
}

for (const name of [
  '',
  'two words',
  'a/b',
  'a:80',
  'user@a',
  'a\t',
  '1.2.3.4.5',
  '[::1',
  'fe80::1%lo',
  'nul\0',
  `${'x.'.repeat(126)}xx`, // 254 characters
  `[${':'.repeat(60_000)}`, // takes no longer than the others
  'ü.'.repeat(100),
  'a'.repeat(5000),
]) {
  test(`ip-name-lookup: ${JSON.stringify(name.slice(0, 20))} is an invalid argument`, ({ it }) => {
    assert.is(it.start(name), 'error 3');
    assert.equal(it.asked, []);
  });
}

test('ip-name-lookup: names are asked for in ASCII', ({ it }) => {
  it.start('münchen.example');
  assert.equal(it.asked, ['xn--mnchen-3ya.example']);
});

test('ip-name-lookup: a name may have 253 bytes, and a dot behind', ({ it }) => {
  const names = ['a.'.repeat(126) + 'a', 'a.'.repeat(127)];
  for (const name of names) it.start(name);
  assert.equal(it.asked, names);
});

test('ip-name-lookup: an answer that comes after the drop harms nobody', ({ it }) => {
  const stream = it.start('example.org') as number;
  it.calls['[resource-drop]resolve-address-stream']!(stream);
  it.tell(['192.0.2.1']);
  assert.throws(() => it.next(stream), /is not an AddressStream/);
});

test.run();
