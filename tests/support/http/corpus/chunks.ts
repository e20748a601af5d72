/** Chunked bodies: sizes, extensions, data, trailers. */
import { type HttpCase, badBody, chunked, echoOf, served, shown } from './case.ts';

const LAST = '0\r\n\r\n';

/** One chunk of five bytes behind a line of its own, and the last one. */
function sized(line: string): string {
  return chunked(`${line}\r\nhello\r\n${LAST}`);
}

/** A chunk, and the last one with these trailers. */
function withTrailers(...trailers: string[]): string {
  return chunked(`5\r\nhello\r\n0\r\n${trailers.map((trailer) => `${trailer}\r\n`).join('')}\r\n`);
}

const SIZES = [
  '5',
  '05',
  '00000005',
  '5;a',
  '5;a=b',
  '5;a=b;c=d',
  '5;a="b"',
  '5;a="b c;d\\"e"',
  '5;a=""',
  '5 ;a=b',
  '5\t;\ta = b',
  "5;!#$%&'*+-.^_`|~=x",
];
const NO_SIZES = [
  '',
  ' ',
  'g',
  '-5',
  '+5',
  '0x5',
  '5h',
  '5 ',
  '5\t',
  ' 5',
  '\t5',
  '5 5',
  '5,',
  '5.',
  '"5"',
  '5\x00',
  '\x005',
  '5\x0B',
  '\xB5',
  '5\xA0',
  '-0',
  '0x',
  'hello',
  '5\r',
  '\r5',
  '5:',
  '5=a',
];
const OVERFLOWING = [
  '7FFFFFFFFFFFFFFF',
  'FFFFFFFFFFFFFFFF',
  '10000000000000005',
  'FFFFFFFFFFFFFFFF5',
  `1${'0'.repeat(40)}5`,
];
const NO_EXTENSIONS = [
  '5;',
  '5; ',
  '5;;a',
  '5;=b',
  '5;a=',
  '5;a="b',
  '5;a=b c',
  '5;a b',
  '5;a="b"c',
  '5;a\x00',
  '5;a=\x7F',
  '5;a="\x01"',
  '5;a\r',
  '5;a=b\rc',
  '5;a="\r"',
];
const NO_TRAILERS = [
  'X : y',
  ': y',
  'X',
  'X y: z',
  ' X: y',
  'X: y\x00z',
  'X: \x7F',
  'X: y\rz',
  'X\x00: y',
  'GET / HTTP/1.1',
];

export const CHUNKS: HttpCase[] = [
  served('a chunk is given back', sized('5'), echoOf('hello')),
  served('chunks are joined', chunked(`1\r\nh\r\n4\r\nello\r\n${LAST}`), echoOf('hello')),
  served('an empty chunked body is empty', chunked(LAST), echoOf('')),
  served(
    'sizes are hexadecimal, in any case',
    chunked(`1a\r\n${'x'.repeat(26)}\r\n1B\r\n${'y'.repeat(27)}\r\n${LAST}`),
    echoOf('x'.repeat(26) + 'y'.repeat(27)),
  ),
  served(
    'a chunk may hold what looks like chunks',
    chunked(`a\r\n0\r\n\r\nGET /\r\n${LAST}`),
    echoOf('0\r\n\r\nGET /'),
  ),
  ...SIZES.map((size) =>
    served(`a chunk behind ${shown(size)} has five bytes`, sized(size), echoOf('hello')),
  ),
  ...['0', '00', '0000000000', '0;a=b', '0 ;a'].map((last) =>
    served(`a last chunk may be ${shown(last)}`, chunked(`5\r\nhello\r\n${last}\r\n\r\n`), echoOf('hello')),
  ),
  ...NO_SIZES.map((size) => badBody(`the size ${shown(size)} is refused`, sized(size))),
  ...OVERFLOWING.map((size) => badBody(`the size ${size.slice(0, 25)} is refused`, sized(size), [400, 413])),
  ...NO_EXTENSIONS.map((line) => badBody(`the extension of ${shown(line)} is refused`, sized(line))),
  badBody('a size that is five in 32 bits is not taken for five', sized('100000005'), [400, 408, 413]),
  badBody('a size with a thousand zeros in front is refused', sized('0'.repeat(1000) + '5'), [400, 413, 431]),
  badBody('an extension of 100,000 letters is refused', sized(`5;a=${'b'.repeat(100_000)}`), [400, 413, 431]),
  badBody('a bare LF after a size is refused', chunked(`5\nhello\r\n${LAST}`)),
  badBody('a bare LF after an extension is refused', chunked(`5;a\nhello\r\n${LAST}`)),
  badBody('a bare LF in an extension is refused', sized('5;a="\n"')),
  badBody('a bare LF after data is refused', chunked(`5\r\nhello\n${LAST}`)),
  badBody('a bare CR after a size is refused', chunked(`5\rhello\r\n${LAST}`)),
  badBody('a bare CR after data is refused', chunked(`5\r\nhello\r${LAST}`)),
  badBody('two characters that are not CRLF after data are refused', chunked(`5\r\nhelloXX${LAST}`)),
  badBody('data without its end is refused', chunked(`5\r\nhello${LAST}`)),
  badBody('data longer than its size is refused', chunked(`5\r\nhello!\r\n${LAST}`)),
  badBody('data shorter than its size is refused', chunked(`5\r\nhell\r\n${LAST}`)),
  badBody('an empty line before a size is refused', chunked(`5\r\nhello\r\n\r\n${LAST}`)),
  badBody('an empty line before the first size is refused', chunked(`\r\n5\r\nhello\r\n${LAST}`)),
  badBody('a bare LF after the last size is refused', chunked('5\r\nhello\r\n0\n\r\n')),
  badBody('a bare LF for the last line is refused', chunked('5\r\nhello\r\n0\r\n\n')),
  badBody('a bare CR for the last line is refused', chunked('5\r\nhello\r\n0\r\n\rX')),
];

export const TRAILERS: HttpCase[] = [
  served('trailers are taken', withTrailers('X: y', 'X-Checksum:', 'x: z\t'), echoOf('hello')),
  served(
    'a trailer is no field of the next request',
    withTrailers('Connection: close', 'Host: a b'),
    echoOf('hello'),
  ),
  ...NO_TRAILERS.map((trailer) => badBody(`the trailer ${shown(trailer)} is refused`, withTrailers(trailer))),
  badBody('a folded trailer is refused', withTrailers('X: y', ' z')),
  badBody('a bare LF after a trailer is refused', chunked('5\r\nhello\r\n0\r\nX: y\n\r\n')),
  badBody(
    'trailers without end are refused',
    withTrailers(...Array.from({ length: 2000 }, (_, i) => `X-${i}: y`)),
    [400, 413, 431],
  ),
  badBody(
    'a trailer of 100,000 letters is refused',
    withTrailers(`X: ${'y'.repeat(100_000)}`),
    [400, 413, 431],
  ),
  ...['Content-Length: 5', 'Transfer-Encoding: chunked', 'Host: a'].map((trailer): HttpCase => ({
    fact: `the trailer ${trailer} changes nothing, or is refused`,
    request: withTrailers(trailer),
    answers: [{ status: [200, 400] }],
    isInBody: true,
  })),
];
