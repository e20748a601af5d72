/** Content-Length: how long a body is, and that nobody can read it in two ways. */
import { type HttpCase, answered, echoOf, head, lines, post, refused, served, shown } from './case.ts';

const POST = 'POST /echo HTTP/1.1';

/** A POST of HTTP/1.1 with these fields, then five bytes. */
function five(...fields: string[]): string {
  return head(POST, ...fields) + 'hello';
}

const NO_LENGTHS = [
  '+5',
  '-5',
  '-0',
  '',
  ' ',
  '5 5',
  '5,',
  ',5',
  '5, 5',
  '5,6',
  '0x5',
  '5.0',
  '5;',
  '5e0',
  'five',
  '5 bytes',
  '5_0',
  '"5"',
  '\xB25',
  '5\xA0',
  '\u00005',
  '5\x0B',
  '5\x0C',
  '\x1C5',
  '\xD9\xA5',
];
/** Some end as 5 where 32 or 64 bits overflow; RFC 9110, section 8.6. */
const OVERFLOWING = [
  '4294967301',
  '9223372036854775807',
  '9223372036854775808',
  '18446744073709551615',
  '18446744073709551616',
  '18446744073709551621',
  '36893488147419103237',
  '99999999999999999999',
  `1${'0'.repeat(100)}`,
];

export const LENGTHS: HttpCase[] = [
  ...['5', '05', '000000005'].map((length) =>
    served(`Content-Length: ${length} is five`, five(`Content-Length: ${length}`), echoOf('hello')),
  ),
  served('blanks around a length are no part of it', five('Content-Length: \t 5\t '), echoOf('hello')),
  served('Content-Length is the same in any case', five('cONTENT-lENGTH:5'), echoOf('hello')),
  served(
    'a body that looks like a request is a body',
    post('GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n'),
    echoOf('GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n'),
  ),
  served(
    'a body that looks like chunks is a body',
    post('5\r\nhello\r\n0\r\n\r\n'),
    echoOf('5\r\nhello\r\n0\r\n\r\n'),
  ),
  served(
    'a body of all bytes is given back',
    post(String.fromCharCode(...Array(256).keys())),
    echoOf(String.fromCharCode(...Array(256).keys())),
  ),
  served('Content_Length is another field', head(POST, 'Content_Length: 5'), echoOf('')),
  served('X-Content-Length is another field', head(POST, 'X-Content-Length: 5'), echoOf('')),
  ...NO_LENGTHS.map((length) =>
    refused(`Content-Length: ${shown(length)} is refused`, five(`Content-Length: ${length}`)),
  ),
  ...OVERFLOWING.map((length) =>
    refused(
      `Content-Length: ${length.slice(0, 25)} is refused`,
      five(`Content-Length: ${length}`),
      [400, 413],
    ),
  ),
  refused('two lengths are refused', five('Content-Length: 5', 'Content-Length: 0')),
  refused('two lengths are refused, the shorter first', five('Content-Length: 0', 'Content-Length: 5')),
  refused('two equal lengths are refused', five('Content-Length: 5', 'Content-Length: 5')),
  refused('two lengths far apart are refused', five('Content-Length: 5', 'X: y', 'content-length: 6')),
  refused('a space before the colon of a length is refused', five('Content-Length : 5')),
  refused(
    'a length in a bad line beside a good one is refused',
    five('Content-Length: 5', 'Content-Length\x00: 0'),
  ),
  refused('a bad length of GET is refused', head('GET /healthz HTTP/1.1', 'Content-Length: x')),
  refused('a bad length of HEAD is refused', head('HEAD /healthz HTTP/1.1', 'Content-Length: -1')),
  refused(
    'a bad length for what is not there is refused',
    head('POST /nowhere HTTP/1.1', 'Content-Length: 5, 5') + 'hello',
  ),
  refused(
    'two lengths in HTTP/1.0 are refused',
    lines('POST /echo HTTP/1.0', 'Content-Length: 5', 'Content-Length: 5', '', 'hello'),
  ),
];

export const LENGTHS_1_0: HttpCase[] = [
  ...['POST', 'PUT', 'PATCH'].map((method) =>
    answered(
      `${method} in HTTP/1.0 without a length is 411`,
      lines(`${method} /echo HTTP/1.0`, 'Connection: keep-alive', '', ''),
      411,
    ),
  ),
  refused(
    'POST in HTTP/1.0 without a length is 411, and closes without keep-alive',
    lines('POST /echo HTTP/1.0', '', 'hello'),
    411,
  ),
  {
    ...served(
      'POST in HTTP/1.0 with a length is taken',
      lines('POST /echo HTTP/1.0', 'Content-Length: 5', '', 'hello'),
      echoOf('hello'),
    ),
    closes: true,
  },
  served(
    'POST in HTTP/1.0 with a length keeps alive',
    lines('POST /echo HTTP/1.0', 'Connection: keep-alive', 'Content-Length: 5', '', 'hello'),
    echoOf('hello', { 'transfer-encoding': null }),
  ),
];
