/** Transfer-Encoding: chunked and nothing else, and never beside a length. */
import { type HttpCase, answered, chunked, echoOf, head, lines, refused, served, shown } from './case.ts';

const POST = 'POST /echo HTTP/1.1';
const CHUNKS = '5\r\nhello\r\n0\r\n\r\n';

/** A POST of HTTP/1.1 with these fields, then chunks. */
function chunks(...fields: string[]): string {
  return head(POST, ...fields) + CHUNKS;
}

const NO_CODINGS = [
  'gzip',
  'identity',
  'xchunked',
  'chunkedx',
  'chunked x',
  '"chunked"',
  'chunked;q=1',
  'chunked, identity',
  'chunked, gzip',
  'identity, chunked',
  'gzip, chunked',
  'deflate,chunked',
  'chunked, chunked',
  'chunked,chunked',
  ', chunked',
  'chunked,',
  '',
  ' ',
  'chun ked',
  'chunke\x64\x0B',
  '\x0Bchunked',
  'chunked\x00',
  '\xA0chunked',
  'chunked\xA0',
  'chu\xF1ked',
  'chunked\t\x0C',
];

export const CODINGS: HttpCase[] = [
  ...['chunked', 'Chunked', 'CHUNKED', ' \tchunked\t '].map((coding) =>
    served(
      `Transfer-Encoding: ${shown(coding)} is chunked`,
      chunks(`Transfer-Encoding: ${coding}`),
      echoOf('hello'),
    ),
  ),
  ...NO_CODINGS.map((coding) =>
    refused(
      `Transfer-Encoding: ${shown(coding)} is refused`,
      chunks(`Transfer-Encoding: ${coding}`),
      [400, 501],
    ),
  ),
  refused('an unknown coding before chunked is 501', chunks('Transfer-Encoding: gzip, chunked'), 501),
  refused('chunked that is not the last is 400', chunks('Transfer-Encoding: chunked, gzip'), 400),
  refused('chunked twice is 400', chunks('Transfer-Encoding: chunked, chunked'), 400),
  refused(
    'chunked twice, in two fields, is 400',
    chunks('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'),
    400,
  ),
  refused(
    'chunked, then another field of identity, is refused',
    chunks('Transfer-Encoding: chunked', 'Transfer-Encoding: identity'),
    [400, 501],
  ),
  refused(
    'identity, then another field of chunked, is refused',
    chunks('Transfer-Encoding: identity', 'Transfer-Encoding: chunked'),
    [400, 501],
  ),
  refused(
    'an empty coding, then another field of chunked, is refused',
    chunks('Transfer-Encoding:', 'Transfer-Encoding: chunked'),
    [400, 501],
  ),
  refused('chunked with a length is refused', chunks('Transfer-Encoding: chunked', 'Content-Length: 5')),
  refused('a length with chunked is refused', chunks('Content-Length: 15', 'Transfer-Encoding: chunked')),
  refused('a length of 0 with chunked is refused', chunks('Content-Length: 0', 'transfer-encoding: CHUNKED')),
  refused(
    'a length with a bad coding is refused',
    chunks('Content-Length: 5', 'Transfer-Encoding: xchunked'),
    [400, 501],
  ),
  refused('a bad length with chunked is refused', chunks('Content-Length: x', 'Transfer-Encoding: chunked')),
  refused(
    'chunked in HTTP/1.0 is refused',
    lines('POST /echo HTTP/1.0', 'Transfer-Encoding: chunked', '', CHUNKS),
  ),
  refused(
    'chunked in HTTP/1.0 with keep-alive is refused',
    lines('POST /echo HTTP/1.0', 'Connection: keep-alive', 'Transfer-Encoding: chunked', '', CHUNKS),
  ),
  refused(
    'chunked with a length in HTTP/1.0 is refused',
    lines('POST /echo HTTP/1.0', 'Content-Length: 5', 'Transfer-Encoding: chunked', '', CHUNKS),
  ),
  refused('a space before the colon of a coding is refused', chunks('Transfer-Encoding : chunked')),
  refused('a folded coding is refused', chunks('Transfer-Encoding:', ' chunked')),
  refused('a coding in a folded value is refused', chunks('X: y', ' Transfer-Encoding: chunked')),
  refused('a coding after a bare CR is refused', chunks('X: y\rTransfer-Encoding: chunked')),
  refused('a coding after a bare LF is refused', chunks('X: y\nTransfer-Encoding: chunked')),
  refused('a coding with a control before its name is refused', chunks('\x0BTransfer-Encoding: chunked')),
  served('Transfer_Encoding is another field', head(POST, 'Transfer_Encoding: chunked'), echoOf('')),
  served(
    'TE asks for something else',
    head('GET /healthz HTTP/1.1', 'TE: trailers, chunked', 'Connection: TE'),
    200,
  ),
  answered(
    'a chunked body of GET is not taken for a request',
    head('GET /healthz HTTP/1.1', 'Transfer-Encoding: chunked') + CHUNKS,
    200,
  ),
  answered(
    'a chunked body for what is not there is not taken for a request',
    chunked(CHUNKS).replace('/echo', '/nowhere'),
    404,
  ),
  answered(
    'a chunked body that is not wanted is not taken for a request',
    chunked(CHUNKS).replace('/echo', '/'),
    405,
  ),
];
