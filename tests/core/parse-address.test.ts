import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadCore } from '../support/compile.ts';

const test = suite('parse-address');
const core = await loadCore();
const IPV4 = 0;
const IPV6 = 1;

const GOOD: [text: string, family: number, parts: number[]][] = [
  ['0.0.0.0', IPV4, [0, 0, 0, 0]],
  ['127.0.0.1', IPV4, [127, 0, 0, 1]],
  ['255.255.255.255', IPV4, [255, 255, 255, 255]],
  ['2001:DB8:0:0:8:800:200C:417A', IPV6, [0x2001, 0xdb8, 0, 0, 8, 0x800, 0x200c, 0x417a]],
  ['0001:0002:0003:0004:0005:0006:0007:0008', IPV6, [1, 2, 3, 4, 5, 6, 7, 8]],
  ['1::8', IPV6, [1, 0, 0, 0, 0, 0, 0, 8]],
  ['::2:3:4:5:6:7:8', IPV6, [0, 2, 3, 4, 5, 6, 7, 8]],
  ['1:2:3:4:5:6:7::', IPV6, [1, 2, 3, 4, 5, 6, 7, 0]],
  ['1:2:3::5:6:7:8', IPV6, [1, 2, 3, 0, 5, 6, 7, 8]],
  ['ffff::aBcD', IPV6, [0xffff, 0, 0, 0, 0, 0, 0, 0xabcd]],
];

// prettier-ignore
const BAD = [
  '', '.', '1', '1.2.3', '1.2.3.', '.1.2.3', '1..2.3', '1.2.3.4.', '1.2.3.4.5', '256.0.0.1', '1.2.3.999',
  '01.2.3.4', '1.2.3.00', '+1.2.3.4', '1.2.3.-4', ' 1.2.3.4', '1.2.3.4 ', '0x7f.0.0.1', 'a.b.c.d',
  '１.2.3.4', ':', ':::', '1:', ':1', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:', ':1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9', '1::2::3', '::1::', '1:2:3:4:5:6:7:8::', '::1:2:3:4:5:6:7:8', '1:2:3:4::5:6:7:8',
  '12345::', '00001::', 'g::', '::g', '1:::2', '::1%1', '[::1]', '::ffff:1.2.3.4', '::-1', '1 ::',
  'localhost', 'a:b',
];

for (const [text, family, parts] of GOOD) {
  test(`parse-address: reads ${text}`, () => {
    assert.equal(core.parseAddress(text, 9001), [family, 9001, ...parts]);
  });
}

for (const text of BAD) {
  test(`parse-address: '${text}' is no address`, () => assert.equal(core.parseAddress(text, 9001), []));
}

const DECIMALS: [text: string, limit: number, value: number][] = [
  ['0', 65535, 0],
  ['65535', 65535, 65535],
  ['65536', 65535, -1],
  ['007', 65535, 7],
  ['999999999', 999_999_999, 999_999_999],
  ['1000000000', 2 ** 31 - 1, -1], // ten digits could overflow
  ['4294967297', 65535, -1],
  ['', 65535, -1],
  ['-1', 65535, -1],
  ['+1', 65535, -1],
  [' 1', 65535, -1],
  ['1e3', 65535, -1],
  ['0x10', 65535, -1],
  ['1.0', 65535, -1],
  ['٣', 65535, -1], // a digit, but not of ASCII
];

for (const [text, limit, value] of DECIMALS) {
  test(`parse-address: '${text}' up to ${limit} reads as ${value}`, () => {
    assert.is(core.parseDecimal(text, limit), value);
  });
}

test.run();
