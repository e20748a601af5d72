import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('address');
const core = await loadCore();
const IPV4 = 0;
const IPV6 = 1;

/** Groups, and their text by RFC 5952; the comment says which of its rules. */
const IPV6_TEXTS: [parts: number[], text: string][] = [
  [[0, 0, 0, 0, 0, 0, 0, 0], '::'],
  [[0, 0, 0, 0, 0, 0, 0, 1], '::1'],
  [[1, 0, 0, 0, 0, 0, 0, 0], '1::'],
  [[1, 2, 3, 4, 5, 6, 7, 8], '1:2:3:4:5:6:7:8'],
  [[0x2001, 0xdb8, 0, 0, 0, 0, 0, 1], '2001:db8::1'], // 4.1: no leading zeros
  [[0x2001, 0xdb8, 0, 0, 0, 0, 2, 1], '2001:db8::2:1'], // 4.2.1: as short as it can be
  [[0x2001, 0xdb8, 0, 1, 1, 1, 1, 1], '2001:db8:0:1:1:1:1:1'], // 4.2.2: not for one group
  [[0, 1, 2, 3, 4, 5, 6, 7], '0:1:2:3:4:5:6:7'],
  [[1, 2, 3, 4, 5, 6, 7, 0], '1:2:3:4:5:6:7:0'],
  [[0x2001, 0, 0, 1, 0, 0, 0, 1], '2001:0:0:1::1'], // 4.2.3: the longest
  [[0x2001, 0xdb8, 0, 0, 1, 0, 0, 1], '2001:db8::1:0:0:1'], // 4.2.3: the first of equals
  [[0, 0, 1, 0, 0, 0, 0, 0], '0:0:1::'],
  [[0, 0, 0, 0, 0, 0, 1, 0], '::1:0'],
  [[0xabcd, 0xef, 0, 0, 0xffff, 0xa, 0, 0xf], 'abcd:ef::ffff:a:0:f'], // 4.3: lower case
];

const IPV4_TEXTS: [parts: number[], text: string][] = [
  [[0, 0, 0, 0], '0.0.0.0'],
  [[127, 0, 0, 1], '127.0.0.1'],
  [[255, 255, 255, 255], '255.255.255.255'],
  [[10, 20, 100, 9], '10.20.100.9'],
];

for (const [parts, text] of IPV6_TEXTS) {
  test(`address: ${parts.join(',')} is written [${text}]`, () => {
    assert.is(core.formatAddress(IPV6, 9001, parts, 0), `[${text}]:9001`);
  });
  test(`address: ${text} is read back`, () => {
    assert.equal(core.parseAddress(text, 80), [IPV6, 80, ...parts]);
  });
}

for (const [parts, text] of IPV4_TEXTS) {
  test(`address: ${parts.join(',')} is written ${text}`, () => {
    assert.is(core.formatAddress(IPV4, 65535, parts, 0), `${text}:65535`);
  });
}

test('address: a scope stands behind a per cent sign', () => {
  assert.is(
    core.formatAddress(IPV6, 0, [0xfe80, 0, 0, 0, 0, 0, 0, 1], 4_294_967_295),
    '[fe80::1%4294967295]:0',
  );
});

test('address: loopback is 127.0.0.1 or ::1', () => {
  assert.is(core.loopback(IPV4, 0), '127.0.0.1:0');
  assert.is(core.loopback(IPV6, 65535), '[::1]:65535');
});

test('address: a copy is equal to what was copied, also when that changes', () => {
  assert.ok(core.areEqual('127.0.0.1', 80, '127.0.0.1', 80));
  assert.ok(core.areEqual('2001:db8::1', 80, '2001:db8::1', 80));
});

test('address: another host, port or family is not equal', () => {
  assert.not(core.areEqual('127.0.0.1', 80, '127.0.0.2', 80));
  assert.not(core.areEqual('127.0.0.1', 80, '127.0.0.1', 81));
  assert.not(core.areEqual('0.0.0.0', 80, '::', 80));
});

test.run();
