import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadProxyProtocol } from '../support/proxy-protocol.ts';

const test = suite('networks');
const core = await loadProxyProtocol();

const INSIDE: [networks: string, host: string][] = [
  ['10.1.2.3', '10.1.2.3'],
  ['10.0.0.0/8', '10.255.0.1'],
  ['10.1.2.3/8', '10.255.0.1'],
  ['172.16.0.0/12', '172.31.255.255'],
  ['192.0.2.128/25', '192.0.2.129'],
  ['0.0.0.0/0', '255.255.255.255'],
  ['::1', '::1'],
  ['::/0', 'ffff::'],
  ['2001:db8::/32', '2001:db8:ffff::1'],
  ['fe80::/10', 'febf::1'],
  ['2001:db8::/127', '2001:db8::1'],
  ['10.0.0.0/8,::1', '10.0.0.1'],
  ['10.0.0.0/8,::1', '::1'],
];
const OUTSIDE: [networks: string, host: string][] = [
  ['10.1.2.3', '10.1.2.4'],
  ['10.0.0.0/8', '11.0.0.0'],
  ['172.16.0.0/12', '172.32.0.0'],
  ['192.0.2.128/25', '192.0.2.127'],
  ['0.0.0.0/0', '::1'],
  ['::/0', '127.0.0.1'],
  ['fe80::/10', 'fec0::'],
  ['2001:db8::/127', '2001:db8::2'],
  ['10.0.0.0/8,::1', '::2'],
];
const WRONG = [
  '',
  ',',
  '10.0.0.0/8,',
  '10.0.0.0/',
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/8/8',
  '10.0.0/8',
  '010.0.0.0/8',
  '256.0.0.0/8',
  '::/129',
  '[::1]',
  ' 10.0.0.1',
  'localhost',
  '10.0.0.0/8 ::1',
];

for (const [networks, host] of INSIDE)
  test(`networks: ${host} is in ${networks}`, () => {
    assert.ok(core.setNetworks(networks));
    assert.ok(core.contains(host));
  });

for (const [networks, host] of OUTSIDE)
  test(`networks: ${host} is not in ${networks}`, () => {
    assert.ok(core.setNetworks(networks));
    assert.not(core.contains(host));
  });

for (const networks of WRONG)
  test(`networks: "${networks}" is refused`, () => assert.not(core.setNetworks(networks)));

test.run();
