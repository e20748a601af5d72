import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Address } from '../../../host/engines/engine.ts';
import { isOfFamily, isRemote, isSameAddress, isUnicast } from '../../../host/net/address-rules.ts';
import { parseIp, unmapped } from '../../../host/net/ip-address.ts';

const test = suite('address rules');

function address(text: string, port = 80): Address {
  return { ...parseIp(text)!, port, flowInfo: 0, scopeId: 0 };
}

const IPV6: [text: string, isTaken: boolean][] = [
  ['::1', true],
  ['::', true],
  ['fe80::1', true],
  ['2001:db8::1', true],
  ['::ffff:127.0.0.1', false],
  ['::127.0.0.1', false],
  ['::2', false],
  ['127.0.0.1', false],
];
for (const [text, isTaken] of IPV6) {
  test(`address rules: an IPv6 socket ${isTaken ? 'takes' : 'refuses'} ${text}`, () => {
    assert.is(isOfFamily(address(text), 6), isTaken);
  });
}

test('address rules: an IPv4 socket takes IPv4 addresses only', () => {
  assert.ok(isOfFamily(address('0.0.0.0'), 4));
  assert.not(isOfFamily(address('::1'), 4));
});

test('address rules: multicast and broadcast are not unicast', () => {
  for (const text of ['127.0.0.1', '223.255.255.255', '240.0.0.1', '::1', 'fe80::1'])
    assert.ok(isUnicast(address(text)), text);
  for (const text of ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'])
    assert.not(isUnicast(address(text)), text);
});

test('address rules: nothing goes to port 0 or to an address left open', () => {
  assert.ok(isRemote(address('127.0.0.1')));
  assert.not(isRemote(address('127.0.0.1', 0)));
  assert.not(isRemote(address('0.0.0.0')));
  assert.not(isRemote(address('::')));
});

test('address rules: addresses are the same with the same port, parts and, where both have one, scope', () => {
  const one = address('fe80::1');
  assert.ok(isSameAddress(one, { ...one, scopeId: 2 }));
  assert.not(isSameAddress({ ...one, scopeId: 1 }, { ...one, scopeId: 2 }));
  assert.not(isSameAddress(one, address('fe80::1', 81)));
  assert.not(isSameAddress(one, address('fe80::2')));
  assert.not(isSameAddress(one, address('127.0.0.1')));
});

const TEXTS: [text: string, parts: number[] | undefined][] = [
  ['1.2.3.4', [1, 2, 3, 4]],
  ['::', [0, 0, 0, 0, 0, 0, 0, 0]],
  ['::1', [0, 0, 0, 0, 0, 0, 0, 1]],
  ['1::', [1, 0, 0, 0, 0, 0, 0, 0]],
  ['1:2:3:4:5:6:7:8', [1, 2, 3, 4, 5, 6, 7, 8]],
  ['2001:DB8::fffe:1', [0x2001, 0xdb8, 0, 0, 0, 0, 0xfffe, 1]],
  ['::ffff:10.0.0.255', [0, 0, 0, 0, 0, 0xffff, 0x0a00, 0x00ff]],
  ['fe80::1%lo', [0xfe80, 0, 0, 0, 0, 0, 0, 1]],
  ['1.2.3', undefined],
  ['1:2', undefined],
  ['localhost', undefined],
];
for (const [text, parts] of TEXTS) {
  test(`ip text: reads ${text}`, () => assert.equal(parseIp(text)?.parts, parts));
}

test('ip text: an IPv4-mapped address becomes IPv4, others stay', () => {
  assert.equal(unmapped(parseIp('::ffff:10.1.2.3')!), { family: 4, parts: [10, 1, 2, 3] });
  assert.equal(unmapped(parseIp('1::ffff:a01:203')!), parseIp('1::ffff:a01:203'));
  assert.equal(unmapped(parseIp('10.1.2.3')!), { family: 4, parts: [10, 1, 2, 3] });
});

test.run();
