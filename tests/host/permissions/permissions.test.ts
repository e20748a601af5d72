import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Address } from '../../../host/engines/engine.ts';
import { AccessRule, RuleError } from '../../../host/permissions/access-rule.ts';
import { formatAddress, parseIp } from '../../../host/net/ip-address.ts';
import { PERMIT_ALL, Permissions } from '../../../host/permissions/permissions.ts';
import { UdpAccess } from '../../../host/permissions/udp-access.ts';

const test = suite('permissions');

function at(host: string, port: number, scopeId = 0): Address {
  return { ...parseIp(host)!, port, flowInfo: 0, scopeId };
}

function permissions(grants: { listen?: string[]; connect?: string[]; resolve?: string[] }): {
  held: Permissions;
  denied: string[];
} {
  const denied: string[] = [];
  const held = new Permissions({ listen: [], connect: [], resolve: [], ...grants }, (use, target) =>
    denied.push(`${use} ${typeof target === 'string' ? target : formatAddress(target)}`),
  );
  return { held, denied };
}

const RULES: [rule: string, allowed: [string, number][], refused: [string, number][]][] = [
  ['127.0.0.1:80', [['127.0.0.1', 80]], [['127.0.0.1', 81], ['127.0.0.2', 80], ['::1', 80]]],
  ['127.0.0.1:*', [['127.0.0.1', 0], ['127.0.0.1', 65535]], [['127.0.0.2', 0]]],
  ['127.0.0.1:0', [['127.0.0.1', 0]], [['127.0.0.1', 1]]],
  ['*:443', [['1.2.3.4', 443], ['fe80::1', 443]], [['1.2.3.4', 80]]],
  ['*', [['1.2.3.4', 0], ['::', 1]], []],
  ['localhost:9', [['127.0.0.1', 9], ['::1', 9]], [['127.0.0.2', 9], ['::2', 9]]],
  ['10.0.0.0/9:1', [['10.127.255.255', 1]], [['10.128.0.0', 1], ['11.0.0.0', 1]]],
  ['0.0.0.0/0:1', [['9.9.9.9', 1]], [['::1', 1]]],
  ['[::1]:1', [['::1', 1]], [['::2', 1], ['0.0.0.1', 1]]],
  ['[2001:db8::]/33:1', [['2001:db8:7fff::', 1]], [['2001:db8:8000::', 1]]],
  ['example.com:80', [], [['1.2.3.4', 80]]],
]; // prettier-ignore

for (const [rule, allowed, refused] of RULES) {
  test(`rule: ${rule} allows what it says and nothing else`, () => {
    const held = new AccessRule(rule);
    for (const [host, port] of allowed) assert.ok(held.allows(at(host, port)), `${host} ${port}`);
    for (const [host, port] of refused) assert.not(held.allows(at(host, port)), `${host} ${port}`);
  });
}

const BAD = [
  '',
  ':',
  '1.2.3.4',
  '1.2.3.4:',
  ':80',
  '::1:80',
  '1.2.3.4:65536',
  '1.2.3.4:-1',
  '1.2.3.4/33:80',
  '[1.2.3.4]:80',
];
BAD.push('[::1]/129:80', 'a b:80', 'a/8:80', 'http://a:80', '1.2.3.4:80:90');

for (const rule of BAD) {
  test(`rule: "${rule}" is none`, () => {
    assert.throws(
      () => new AccessRule(rule),
      (error: unknown) => error instanceof RuleError,
    );
  });
}

test('rule: only addresses can be listened on, no names', () => {
  assert.throws(
    () => permissions({ listen: ['example.com:80'] }),
    /^only an IPv4 address, .* can be listened on$/,
  );
  permissions({ listen: ['localhost:80', '*:80', '[::]:80'] });
});

test('permissions: nothing is permitted that no rule allows', () => {
  const { held } = permissions({});
  assert.not(held.mayListen(at('127.0.0.1', 0)));
  assert.not(held.mayBindToConnect(at('127.0.0.1', 0)));
  assert.not(held.mayConnect(at('127.0.0.1', 80)));
  assert.not(held.mayResolve('localhost'));
});

test('permissions: the port that was found where any was asked for may be listened on at the other addresses of the rule', () => {
  const { held } = permissions({ listen: ['localhost:0', '[::2]:0'] });
  assert.not(held.mayListen(at('::1', 4000)));
  held.learnPort(at('127.0.0.1', 0), at('127.0.0.1', 4000));
  assert.ok(held.mayListen(at('::1', 4000)));
  assert.not(held.mayListen(at('::2', 4000)));
  assert.not(held.mayListen(at('::1', 4001)));
});

test('permissions: one may connect again and again, and to nothing else', () => {
  const { held } = permissions({ connect: ['127.0.0.1:80'] });
  for (let i = 0; i < 2; i++) {
    assert.ok(held.mayConnect(at('127.0.0.1', 80)));
    assert.not(held.mayConnect(at('127.0.0.1', 81)));
  }
});

test('permissions: names are looked up as the rules say, in any case, with a last dot or without', () => {
  const { held } = permissions({ resolve: ['example.com', '*.example.org', 'bücher.example'] });
  for (const name of [
    'example.com',
    'EXAMPLE.com.',
    'a.example.org',
    'a.b.example.org',
    'xn--bcher-kva.example',
  ])
    assert.ok(held.mayResolve(name), name);
  for (const name of ['www.example.com', 'example.org', 'badexample.org', 'com'])
    assert.not(held.mayResolve(name), name);
  assert.ok(PERMIT_ALL.mayResolve('anything'));
});

test('permissions: a name that may be connected to may be looked up, and leads to its addresses on that port', () => {
  const { held } = permissions({ connect: ['example.com:80'] });
  assert.ok(held.mayResolve('example.com'));
  assert.not(held.mayResolve('example.org'));
  held.learn('example.org', [parseIp('10.0.0.1')!]);
  assert.not(held.mayConnect(at('10.0.0.1', 80)));
  held.learn('Example.com', [parseIp('10.0.0.1')!, parseIp('fd00::1')!]);
  assert.ok(held.mayConnect(at('10.0.0.1', 80)));
  assert.ok(held.mayConnect(at('fd00::1', 80)));
  assert.not(held.mayConnect(at('10.0.0.1', 81)));
});

test('permissions: a name that changes its addresses all the time does not fill the memory', () => {
  const rule = new AccessRule('example.com:80');
  for (let i = 0; i < 100_000; i++) rule.learn([parseIp(`10.0.${(i >> 8) & 255}.${i & 255}`)!]);
  const allowed = Array.from({ length: 65_536 }, (_, i) => rule.allows(at(`10.0.${i >> 8}.${i & 255}`, 80)));
  assert.ok(allowed.filter(Boolean).length <= 256);
  assert.ok(rule.allows(at('10.0.134.159', 80))); // the last one
});

test('UDP access: one who may connect may bind to any free port, and hears only those whom it may write to', () => {
  const { held, denied } = permissions({ connect: ['127.0.0.1:53'] });
  const access = new UdpAccess(held);
  assert.not(access.mayBind(at('127.0.0.1', 53)));
  assert.ok(access.mayBind(at('0.0.0.0', 0)));
  assert.ok(access.mayReceive(at('127.0.0.1', 53)));
  assert.not(access.mayReceive(at('127.0.0.1', 54)));
  assert.ok(access.maySend(at('127.0.0.1', 53)));
  assert.not(access.maySend(at('127.0.0.1', 54)));
  assert.equal(denied, ['listen 127.0.0.1:53', 'connect 127.0.0.1:54']);
});

test('UDP access: one who may listen answers those who wrote, of late, and nobody else', () => {
  const { held, denied } = permissions({ listen: ['[::1]:7'] });
  const access = new UdpAccess(held);
  assert.ok(access.mayBind(at('::1', 7)));
  assert.not(access.maySend(at('::1', 1)));
  assert.ok(access.mayReceive(at('::1', 1)));
  assert.ok(access.mayReceive(at('::1', 2)));
  assert.ok(access.maySend(at('::1', 1)));
  assert.ok(access.maySend(at('::1', 2)));
  for (let i = 0; i < 16_384; i++) access.mayReceive(at('::2', i));
  assert.not(access.maySend(at('::1', 1)));
  assert.ok(access.maySend(at('::2', 9000)));
  assert.equal(denied, ['connect [::1]:1', 'connect [::1]:1']);
});

test('UDP access: the port found for one address of localhost is permitted on the other', () => {
  const held = permissions({ listen: ['localhost:0'] }).held;
  const first = new UdpAccess(held);
  assert.ok(first.mayBind(at('127.0.0.1', 0)));
  first.learnPort(at('127.0.0.1', 0), at('127.0.0.1', 40_000));
  assert.ok(new UdpAccess(held).mayBind(at('::1', 40_000)));
});

test('UDP access: who wrote on one interface is not answered on another', () => {
  const access = new UdpAccess(permissions({ listen: ['[::]:7'] }).held);
  assert.ok(access.mayBind(at('::', 7)));
  assert.ok(access.mayReceive(at('fe80::1', 9, 2)));
  assert.ok(access.mayReceive(at('fe80::2', 9, 2)));
  for (const host of ['fe80::1', 'fe80::2']) {
    assert.ok(access.maySend(at(host, 9, 2)), host);
    assert.not(access.maySend(at(host, 9, 3)), host);
  }
});

test.run();
