import { BlockList } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Address } from '../../../host/engines/engine.ts';
import { AccessRule, RuleError } from '../../../host/permissions/access-rule.ts';
import { formatIp, parseIp } from '../../../host/net/ip-address.ts';
import { Permissions } from '../../../host/permissions/permissions.ts';
import { Random } from '../../simulator/random.ts';

const test = suite('attacks on permission rules');
const NOTHING = { listen: [], connect: [], resolve: [] };
const LONG = 'x'.repeat(10_000);

function at(host: string, port: number): Address {
  return { ...parseIp(host)!, port, flowInfo: 0, scopeId: 0 };
}

function refused(make: () => unknown, message: RegExp): void {
  assert.throws(make, (error: unknown) => error instanceof RuleError && message.test(error.message));
}

const HOST_PORT = /^expected HOST:PORT/;
const NO_HOST = /^expected an IP address/;
const BITS = /^the bits of the network must be a number from 0 to (32|128)$/;
const OTHERWISE = /^it means the address \d+\.\d+\.\d+\.\d+, which is not a name/;
const REFUSED: [message: RegExp, ...rules: string[]][] = [
  [BITS, '10.0.0.0/-1:80', '10.0.0.0/ :80', '10.0.0.0/:80', '10.0.0.0/0x8:80', '10.0.0.0/8/9:80'],
  [BITS, '10.0.0.0/08:80', '10.0.0.0/8.0:80', '10.0.0.0/1e1:80', '10.0.0.0/+8:80', '10.0.0.0/33:80'],
  [BITS, '[::1]/129:80', '[::1]/:80', '[::1]/0128:80', `10.0.0.0/${'9'.repeat(400)}:80`],
  [/^10\.0\.0\.1 has bits set after the first 8: write 10\.0\.0\.0 with \/8 /, '10.0.0.1/8:80'],
  [/^2001:db8::1 has bits set after the first 33: write 2001:db8:: /, '[2001:db8::1]/33:80'],
  [/^IPv4-mapped addresses are not used: write 10\.0\.0\.1$/, '[::ffff:10.0.0.1]:80', '[::ffff:a00:1]:80'],
  [/^IPv4-mapped addresses are not used: write 10\.0\.0\.0\/8$/, '[::ffff:10.0.0.0]/104:80'],
  [/^a rule can have no zone/, '[fe80::1%eth0]:80', '[fe80::1%1]:80'],
  [OTHERWISE, '127.1:80', '0x7f.1:80', '2130706433:80', '010.0.0.1:80', '１２７.1:80'],
  [NO_HOST, '*.:80', '*.*:80', '*.com.:80', '[]:80', '[]x:80', '[ ::1]:80', '[127.0.0.1]:80', '[localhost]:80', '[*]:80'],
  [NO_HOST, ' 10.0.0.1:80', '10.0.0.1 :80', '1.2.3.4\0:80', '\0a:80', 'a\nb:80', 'a\tb:80', 'a\x1b[31m:80', 'a\x9b:80'],
  [NO_HOST, '%31:80', 'a%2e:80', '％31:80', 'a..b:80', '.a:80', '-a:80', '1.2.3.4.5:80', '١٢٧.1:80', '\ud800:80'],
  [NO_HOST, `${LONG}:80`, `${'a.'.repeat(5000)}a:80`, `${'x'.repeat(64)}:80`, 'localhost/8:80', '*/8:80'],
  [HOST_PORT, '', ':', ':80', '::1:80', 'a:+80', 'a: 80', 'a:80 ', 'a:8e1', 'a:0x50', 'a:٨٠', 'a:８０', 'a:-1', 'a:000080', 'a:80\n'],
]; // prettier-ignore
for (const [message, ...rules] of REFUSED) {
  for (const rule of rules) {
    test(`rule: ${JSON.stringify(rule.slice(0, 40))} is refused`, () => {
      refused(() => new AccessRule(rule), message);
    });
  }
}

test('rule: names are compared as they are looked up: in ASCII, in small letters, without a last dot', () => {
  for (const text of ['example.com:080', 'EXAMPLE.com.:80', 'example。com:80', 'ｅxample.com:80']) {
    const rule = new AccessRule(text);
    assert.equal([rule.name, rule.port], ['example.com', 80], text);
  }
  assert.is(new AccessRule('аpple.com:80').name, 'xn--pple-43d.com'); // a Cyrillic letter: another name
});

test('rule: localhost is 127.0.0.1 and ::1 however it is written, and whatever a look-up says', () => {
  for (const text of ['localhost:80', 'LOCALHOST:80', 'localhost.:80', 'ｌocalhost:80']) {
    const held = new Permissions({ ...NOTHING, listen: [text], connect: [text] });
    held.learn('localhost', [parseIp('10.0.0.1')!]);
    for (const host of ['127.0.0.1', '::1']) {
      assert.ok(held.mayListen(at(host, 80)), text);
      assert.ok(held.mayConnect(at(host, 80)), text);
    }
    assert.not(held.mayConnect(at('10.0.0.1', 80)), text);
  }
});

test('rule: one that could never allow anything is refused: connecting to port 0', () => {
  refused(() => new Permissions({ ...NOTHING, connect: ['10.0.0.1:0'] }), /^port 0 can not be connected to/);
});

for (const pattern of [
  '',
  '*.',
  '*.*',
  '**',
  '*a.com',
  'a.*.b',
  '*.。',
  '127.1',
  '*.127.1',
  `*.${LONG}`,
  '*.a\nb',
]) {
  test(`pattern: ${JSON.stringify(pattern.slice(0, 40))} is refused`, () => {
    refused(() => new Permissions({ ...NOTHING, resolve: [pattern] }), /./);
  });
}

/** An address of a small world, where rules often match. */
function randomIp(random: Random): string {
  const few = (): number => random.pick([0, 1, 127, 128, 255]);
  if (random.chance(0.5)) return `10.${few()}.${few()}.${few()}`;
  const group = (): string => (few() * 256 + few()).toString(16);
  return `fd00:${group()}:0:${group()}::${group()}`;
}

/** Node's block lists, one for each port and family: to Node, ::/0 holds IPv4 too. */
class Reference {
  private readonly lists = new Map<string, BlockList>();

  add(network: string, bits: number, port: string): void {
    const family = familyOf(network);
    const key = `${family} ${port}`;
    if (!this.lists.has(key)) this.lists.set(key, new BlockList());
    this.lists.get(key)!.addSubnet(network, bits, family);
  }

  allows(ip: string, port: number): boolean {
    const family = familyOf(ip);
    return ['*', port].some((held) => this.lists.get(`${family} ${held}`)?.check(ip, family) ?? false);
  }
}

function familyOf(ip: string): 'ipv4' | 'ipv6' {
  return ip.includes(':') ? 'ipv6' : 'ipv4';
}

test('rules: allow what a block list of the same networks holds, for 20,000 pairs from a seed', () => {
  const random = new Random(11, 'rules');
  let allowed = 0;
  for (let round = 0; round < 200; round++) {
    const reference = new Reference();
    const texts = Array.from({ length: random.int(1, 6) }, () => {
      const ip = randomIp(random);
      const isIpv4 = familyOf(ip) === 'ipv4';
      const bits = random.int(0, isIpv4 ? 32 : 128);
      const network = formatIp({ ...parseIp(ip)!, parts: firstOf(ip, bits) });
      const port = random.pick(['*', '80', '443']);
      reference.add(network, bits, port);
      return `${isIpv4 ? network : `[${network}]`}/${bits}:${port}`;
    });
    const permissions = new Permissions({ ...NOTHING, listen: texts, connect: texts });
    for (let i = 0; i < 100; i++) {
      const ip = randomIp(random);
      const port = random.pick([80, 443, 444]);
      const expected = reference.allows(ip, port);
      if (expected) allowed++;
      assert.is(permissions.mayListen(at(ip, port)), expected, `${texts.join(' ')}: listen ${ip} ${port}`);
      assert.is(permissions.mayConnect(at(ip, port)), expected, `${texts.join(' ')}: connect ${ip} ${port}`);
    }
  }
  assert.ok(allowed > 2000 && allowed < 18_000, `${allowed} of 20,000 allowed`);
});

/** The parts of a network's first address, bit by bit. */
function firstOf(ip: string, bits: number): number[] {
  const { family, parts } = parseIp(ip)!;
  const size = family === 4 ? 8 : 16;
  const digits = parts.map((part) => part.toString(2).padStart(size, '0')).join('');
  const kept = digits.slice(0, bits).padEnd(digits.length, '0');
  return parts.map((_, i) => Number.parseInt(kept.slice(i * size, (i + 1) * size), 2));
}

test('permissions: what a name does not stand for any more is not allowed any more, the last one connected to included', () => {
  const held = new Permissions({ ...NOTHING, connect: ['example.com:80'] });
  held.learn('example.com', [parseIp('10.0.0.1')!]);
  assert.ok(held.mayConnect(at('10.0.0.1', 80)));
  held.learn(
    'example.com',
    Array.from({ length: 256 }, (_, i) => parseIp(`10.1.0.${i}`)!),
  );
  assert.not(held.mayConnect(at('10.0.0.1', 80)));
  assert.ok(held.mayConnect(at('10.1.0.255', 80)));
});

test('permissions: one answer with more addresses than a name may stand for does not go beyond them', () => {
  const rule = new AccessRule('example.com:80');
  rule.learn(Array.from({ length: 65_536 }, (_, i) => parseIp(`10.0.${i >> 8}.${i & 255}`)!));
  let allowed = 0;
  for (let i = 0; i < 65_536; i++) if (rule.allows(at(`10.0.${i >> 8}.${i & 255}`, 80))) allowed++;
  assert.is(allowed, 256);
});

test('permissions: a look-up leads to the port of the rule only, whatever address it finds', () => {
  const held = new Permissions({ ...NOTHING, connect: ['example.com:443'] });
  held.learn('example.com', [parseIp('127.0.0.1')!]); // a hostile answer
  assert.ok(held.mayConnect(at('127.0.0.1', 443)));
  assert.not(held.mayConnect(at('127.0.0.1', 9229)));
  assert.not(held.mayListen(at('127.0.0.1', 443)));
});

test('permissions: of the ports found where any was asked for, the last 256 are remembered', () => {
  const held = new Permissions({ ...NOTHING, listen: ['127.0.0.1:0'] });
  for (let port = 1; port <= 60_000; port++) held.learnPort(at('127.0.0.1', 0), at('127.0.0.1', port));
  const may = (port: number): boolean => held.mayListen(at('127.0.0.1', port));
  assert.equal([may(1), may(59_744), may(59_745), may(60_000)], [false, false, true, true]);
});

test('permissions: who may only connect binds to free ports, and is not given them to listen on', () => {
  const held = new Permissions({ ...NOTHING, connect: ['*'] });
  assert.ok(held.mayBindToConnect(at('127.0.0.1', 0)));
  assert.not(held.mayBindToConnect(at('127.0.0.1', 40_000)));
  held.learnPort(at('127.0.0.1', 0), at('127.0.0.1', 40_000));
  assert.not(held.mayListen(at('127.0.0.1', 40_000)));
});

test.run();
