/** Headers of the PROXY protocol, right and wrong ones: proxy-protocol.txt as a table. */

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const LONGEST = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
const CRC_BYTES = 4;

/** A header, with what may follow it. */
export interface HeaderCase {
  fact: string;
  bytes: Buffer;
  /** `more`, `refused`, or how many bytes the header has and the addresses in it. */
  outcome: string;
}

/** CRC32c, as RFC 4960 has it: bit by bit. */
export function crc32c(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0x82f63b78 : sum >>> 1;
  }
  return ~sum >>> 0;
}

/** A type-length-value vector. */
export function tlv(type: number, value: Buffer | string, length = value.length): Buffer {
  return Buffer.concat([Buffer.from([type, length >> 8, length & 0xff]), Buffer.from(value)]);
}

/** A header of version 2. */
export function binary(command: number, family: number, rest: Buffer, length = rest.length): Buffer {
  return Buffer.concat([SIGNATURE, Buffer.from([command, family, length >> 8, length & 0xff]), rest]);
}

/** A header of version 2 whose last vector is its sum. */
export function summed(command: number, family: number, rest: Buffer, wrong = 0): Buffer {
  const header = binary(command, family, Buffer.concat([rest, tlv(3, Buffer.alloc(CRC_BYTES))]));
  header.writeUInt32BE((crc32c(header) ^ wrong) >>> 0, header.length - CRC_BYTES);
  return header;
}

/** 192.0.2.1:258 to 10.0.0.2:443. */
export const IPV4_ADDRESSES = Buffer.from('c00002010a000002010201bb', 'hex');
/** [2001:db8::1]:258 to [fe80::2]:443. */
export const IPV6_ADDRESSES = Buffer.from(
  '20010db8000000000000000000000001fe800000000000000000000000000002010201bb',
  'hex',
);
const MAPPED_ADDRESSES = Buffer.from(
  '00000000000000000000ffffc000020100000000000000000000ffff0a000002010201bb',
  'hex',
);
const UNIX_ADDRESSES = Buffer.alloc(216, 'path');
const IPV4_TEXT = '192.0.2.1:258 10.0.0.2:443';
const IPV6_TEXT = '[2001:db8::1]:258 [fe80::2]:443';

function line(text: string, outcome: string): HeaderCase {
  const fact = `${JSON.stringify(text.slice(0, 60))} is ${outcome}`;
  return { fact, bytes: Buffer.from(text, 'latin1'), outcome };
}

const LINES: [text: string, outcome: string][] = [
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 443\r\n', `39 ${IPV4_TEXT}`],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 443\r\nGET / HTTP/1.1\r\n', `39 ${IPV4_TEXT}`],
  ['PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n', '32 0.0.0.0:0 0.0.0.0:0'],
  [
    'PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n\r\n',
    '56 255.255.255.255:65535 255.255.255.255:65535',
  ],
  ['PROXY TCP6 2001:DB8::1 fe80::2 258 443\r\nx', `40 ${IPV6_TEXT}`],
  ['PROXY TCP6 :: ::1 1 2\r\nx', '23 [::]:1 [::1]:2'],
  [`PROXY TCP6 ${LONGEST} ${LONGEST} 65535 65535\r\n`, `104 [${LONGEST}]:65535 [${LONGEST}]:65535`],
  ['PROXY TCP6 ::ffff:192.0.2.1 ::ffff:10.0.0.2 258 443\r\n', `53 ${IPV4_TEXT}`],
  ['PROXY TCP6 ::ffff:c000:201 ::ffff:a00:2 258 443\r\n', '49 [::ffff:c000:201]:258 [::ffff:a00:2]:443'],
  ['PROXY UNKNOWN\r\n', '15'],
  ['PROXY UNKNOWN\r\nPROXY UNKNOWN\r\n', '15'],
  ['PROXY UNKNOWN what ever  it is\r\nx', '32'],
  [`PROXY UNKNOWN ${LONGEST} ${LONGEST} 65535 65535\r\nx`, '107'],
  ['', 'more'],
  ['P', 'more'],
  ['PROXY', 'more'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 443', 'more'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 443\r', 'more'],
  [`PROXY UNKNOWN ${'x'.repeat(92)}`, 'more'],
  [`PROXY UNKNOWN ${'x'.repeat(93)}`, 'refused'],
  [`PROXY UNKNOWN ${'x'.repeat(92)}\r\n`, 'refused'],
  ['GET / HTTP/1.1\r\n\r\n', 'refused'],
  ['\n', 'refused'],
  ['PROXX', 'refused'],
  ['proxy TCP4 192.0.2.1 10.0.0.2 258 443\r\n', 'refused'],
  ['PROXY\r\n', 'refused'],
  ['PROXY \r\n', 'refused'],
  ['PROXY  TCP4 192.0.2.1 10.0.0.2 258 443\r\n', 'refused'],
  ['PROXY TCP4  192.0.2.1 10.0.0.2 258 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 443 \r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 443 1\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1\t10.0.0.2 258 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 443\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 443\r \n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 443\r\r\n', 'refused'],
  ['PROXY UNKNOWN \n\r\n', 'refused'],
  ['PROXY UNKNOWNS\r\n', 'refused'],
  ['PROXY unknown\r\n', 'refused'],
  ['PROXY TCP5 192.0.2.1 10.0.0.2 258 443\r\n', 'refused'],
  ['PROXY TCP4 2001:db8::1 fe80::2 258 443\r\n', 'refused'],
  ['PROXY TCP6 192.0.2.1 10.0.0.2 258 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 fe80::2 258 443\r\n', 'refused'],
  ['PROXY TCP6 2001:db8::1 10.0.0.2 258 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.256 10.0.0.2 258 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.02.1 10.0.0.2 258 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0 258 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2.1 258 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 localhost 258 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 65536 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 4294967739\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 0258 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 00 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 -1 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 +1 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 0x1 443\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 \xb2\r\n', 'refused'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2 258 443\xb2\r\n', 'refused'],
  ['PROXY UNKNOWN \xb2\r\n', '17'],
  ['PROXY TCP4 192.0.2.1 10.0.0.2\0 258 443\r\n', 'refused'],
  ['PROXY TCP6 2001:db8:::1 fe80::2 258 443\r\n', 'refused'],
  ['PROXY TCP6 2001::db8::1 fe80::2 258 443\r\n', 'refused'],
  ['PROXY TCP6 12345::1 fe80::2 258 443\r\n', 'refused'],
  ['PROXY TCP6 1:2:3:4:5:6:7 fe80::2 258 443\r\n', 'refused'],
  ['PROXY TCP6 1:2:3:4:5:6:7:8:9 fe80::2 258 443\r\n', 'refused'],
  ['PROXY TCP6 fe80::1%1 fe80::2 258 443\r\n', 'refused'],
  ['PROXY TCP6 [::1] fe80::2 258 443\r\n', 'refused'],
  ['PROXY TCP6 ::ffff:192.0.2.256 ::1 258 443\r\n', 'refused'],
  ['PROXY TCP6 ::ffff:1:192.0.2.1 ::1 258 443\r\n', 'refused'],
];

const BINARIES: [what: string, bytes: Buffer, outcome: string][] = [
  ['TCP over IPv4', binary(0x21, 0x11, IPV4_ADDRESSES), `28 ${IPV4_TEXT}`],
  [
    'TCP over IPv4, with data behind it,',
    Buffer.concat([binary(0x21, 0x11, IPV4_ADDRESSES), Buffer.from('PROXY UNKNOWN\r\n')]),
    `28 ${IPV4_TEXT}`,
  ],
  ['TCP over IPv6', binary(0x21, 0x21, IPV6_ADDRESSES), `52 ${IPV6_TEXT}`],
  ['TCP over IPv6 for IPv4', binary(0x21, 0x21, MAPPED_ADDRESSES), `52 ${IPV4_TEXT}`],
  ['UDP over IPv4', binary(0x21, 0x12, IPV4_ADDRESSES), '28'],
  ['IPv4 of no protocol', binary(0x21, 0x10, IPV4_ADDRESSES), '28'],
  ['a Unix stream', binary(0x21, 0x31, UNIX_ADDRESSES), '232'],
  ['Unix datagrams, with a vector,', binary(0x21, 0x32, Buffer.concat([UNIX_ADDRESSES, tlv(4, 'x')])), '236'],
  ['nothing in particular', binary(0x21, 0x00, Buffer.alloc(0)), '16'],
  ['nothing in particular, with whatever,', binary(0x21, 0x00, Buffer.alloc(300, 0xff)), '316'],
  ['LOCAL', binary(0x20, 0x00, Buffer.alloc(0)), '16'],
  ['LOCAL of no family', binary(0x20, 0x11, Buffer.from('abc')), '19'],
  ['LOCAL of an unknown family', binary(0x20, 0xff, Buffer.from('abc')), '19'],
  ['a vector', binary(0x21, 0x11, Buffer.concat([IPV4_ADDRESSES, tlv(2, 'example.com')])), `42 ${IPV4_TEXT}`],
  [
    'an empty vector, an unknown one, and one that is a header',
    binary(0x21, 0x11, Buffer.concat([IPV4_ADDRESSES, tlv(4, ''), tlv(0xee, 'x'), tlv(5, SIGNATURE)])),
    `50 ${IPV4_TEXT}`,
  ],
  [
    'as many bytes as there can be',
    binary(0x21, 0x11, Buffer.concat([IPV4_ADDRESSES, tlv(4, Buffer.alloc(65535 - 15))])),
    `65551 ${IPV4_TEXT}`,
  ],
  ['a right sum', summed(0x21, 0x11, IPV4_ADDRESSES), `35 ${IPV4_TEXT}`],
  [
    'a right sum behind a vector',
    summed(0x21, 0x21, Buffer.concat([IPV6_ADDRESSES, tlv(1, 'h2')])),
    `64 ${IPV6_TEXT}`,
  ],
  ['LOCAL with a wrong sum', summed(0x20, 0x00, Buffer.alloc(0), 1), '23'],
  ['a wrong sum', summed(0x21, 0x11, IPV4_ADDRESSES, 1), 'refused'],
  ['a right sum twice', summed(0x21, 0x11, Buffer.concat([IPV4_ADDRESSES, tlv(3, 'abcd')])), 'refused'],
  ['a short sum', binary(0x21, 0x11, Buffer.concat([IPV4_ADDRESSES, tlv(3, 'abc')])), 'refused'],
  ['no end of the signature', SIGNATURE, 'more'],
  ['no end of the addresses', binary(0x21, 0x11, IPV4_ADDRESSES.subarray(1), 12), 'more'],
  ['no end of the vectors', binary(0x21, 0x11, IPV4_ADDRESSES, 15), 'more'],
  ['no end of LOCAL', binary(0x20, 0x00, Buffer.alloc(0), 1), 'more'],
  ['a wrong signature', Buffer.from('\r\n\r\n\0\r\nQUIX\n', 'latin1'), 'refused'],
  ['blank lines', Buffer.from('\r\n\r\nGET'), 'refused'],
  ['version 1', binary(0x11, 0x11, IPV4_ADDRESSES), 'refused'],
  ['version 3', binary(0x31, 0x11, IPV4_ADDRESSES), 'refused'],
  ['an unknown command', binary(0x22, 0x11, IPV4_ADDRESSES), 'refused'],
  ['an unknown family', binary(0x21, 0x41, IPV4_ADDRESSES), 'refused'],
  ['an unknown protocol', binary(0x21, 0x13, IPV4_ADDRESSES), 'refused'],
  ['a length of less than IPv4', binary(0x21, 0x11, IPV4_ADDRESSES, 11), 'refused'],
  ['a length of less than IPv6', binary(0x21, 0x21, IPV6_ADDRESSES, 35), 'refused'],
  ['a length of less than a Unix socket', binary(0x21, 0x31, UNIX_ADDRESSES, 215), 'refused'],
  [
    'a vector beyond the header',
    binary(0x21, 0x11, Buffer.concat([IPV4_ADDRESSES, tlv(4, 'x', 2)])),
    'refused',
  ],
  [
    'a vector cut in its length',
    binary(0x21, 0x11, Buffer.concat([IPV4_ADDRESSES, Buffer.from([4, 0])])),
    'refused',
  ],
];

/** All of them. */
export const HEADER_CASES: HeaderCase[] = [
  ...LINES.map(([text, outcome]) => line(text, outcome)),
  ...BINARIES.map(([what, bytes, outcome]) => ({ fact: `version 2, ${what} is ${outcome}`, bytes, outcome })),
];
