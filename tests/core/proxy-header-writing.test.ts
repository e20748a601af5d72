import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadProxyProtocol } from '../support/proxy-protocol.ts';

const test = suite('proxy headers, written');
const core = await loadProxyProtocol();
const SIGNATURE = '0d0a0d0a000d0a515549540a';

function text(...args: Parameters<typeof core.write>): string {
  return Buffer.from(core.write(...args)).toString();
}

function hex(...args: Parameters<typeof core.write>): string {
  return Buffer.from(core.write(...args)).toString('hex');
}

test('proxy header: version 1 of IPv4 addresses', () =>
  assert.is(text(1, '192.0.2.1', 56324, '10.0.0.2', 443), 'PROXY TCP4 192.0.2.1 10.0.0.2 56324 443\r\n'));

test('proxy header: version 1 of IPv6 addresses', () =>
  assert.is(text(1, '2001:db8::1', 1, '::1', 65535), 'PROXY TCP6 2001:db8::1 ::1 1 65535\r\n'));

test('proxy header: version 1 of an IPv4 and an IPv6 address has both as IPv6', () => {
  assert.is(text(1, '192.0.2.1', 1, '::1', 2), 'PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2\r\n');
  assert.is(text(1, '::1', 1, '192.0.2.1', 2), 'PROXY TCP6 ::1 ::ffff:192.0.2.1 1 2\r\n');
});

test('proxy header: version 1 of the longest addresses takes no more than 107 bytes', () => {
  const longest = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
  assert.is(text(1, longest, 65535, longest, 65535).length, 104);
});

test('proxy header: version 2 of IPv4 addresses', () =>
  assert.is(hex(2, '192.0.2.1', 56324, '10.0.0.2', 443), `${SIGNATURE}2111000cc00002010a000002dc0401bb`));

test('proxy header: version 2 of IPv6 addresses', () =>
  assert.is(
    hex(2, '2001:db8::1', 258, 'fe80::2', 65535),
    `${SIGNATURE}2121002420010db8000000000000000000000001fe8000000000000000000000000000020102ffff`,
  ));

test('proxy header: version 2 of an IPv4 and an IPv6 address has both as IPv6', () =>
  assert.is(
    hex(2, '192.0.2.1', 1, '::1', 2),
    `${SIGNATURE}2121002400000000000000000000ffffc00002010000000000000000000000000000000100010002`,
  ));

test("proxy header: of the proxy's own connections, UNKNOWN in version 1, LOCAL in version 2", () => {
  assert.is(Buffer.from(core.writeLocal(1)).toString(), 'PROXY UNKNOWN\r\n');
  assert.is(Buffer.from(core.writeLocal(2)).toString('hex'), `${SIGNATURE}20000000`);
});

test.run();
