import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadHttpClient } from '../support/http-client.ts';

const test = suite('http response');
const core = await loadHttpClient();

/** A response, what comes of it, and the method (GET unless it is said). The server closes after it. */
type Case = [name: string, response: string, result: string, method?: string];

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const INVALID = ' connection aborted closed';
const LOST = ' connection lost closed';
const TOO_LARGE = ' out of memory closed';

const CASES: Case[] = [
  ['a length', `${OK}Content-Length: 5\r\n\r\nhello`, '200 [hello] kept'],
  ['no body', `${OK}Content-Length: 0\r\n\r\n`, '200 [] kept'],
  ['a value in spaces', `${OK}Content-Length:\t 5 \t\r\n\r\nhello`, '200 [hello] kept'],
  ['chunks', `${CHUNKED}3\r\nhel\r\n2;a="b"\r\nlo\r\n0\r\n\r\n`, '200 [hello] kept'],
  ['a trailer', `${CHUNKED}A\r\n0123456789\r\n0\r\nX-End: yes\r\n\r\n`, '200 [0123456789]yes kept'],
  ['a body until the end', `${OK}\r\nhello`, '200 [hello] closed'],
  ['an empty body until the end', `${OK}\r\n`, '200 [] closed'],
  ['no reason', 'HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n', '200 [] kept'],
  ['no space for a reason', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n', '200 [] kept'],
  ['a later 1.x', 'HTTP/1.9 200 OK\r\nContent-Length: 0\r\n\r\n', '200 [] kept'],
  ['a reason beyond ASCII', 'HTTP/1.1 404 Nicht da \xfc\r\nContent-Length: 0\r\n\r\n', '404 [] kept'],
  ['a status of its own', 'HTTP/1.1 999 x\r\nContent-Length: 0\r\n\r\n', '999 [] kept'],
  ['Connection: close', `${OK}Connection: close\r\nContent-Length: 2\r\n\r\nhi`, '200 [hi] closed'],
  ['1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi', '200 [hi] closed'],
  [
    '1.0 that is kept',
    'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi',
    '200 [hi] kept',
  ],
  ['1.0 until the end', 'HTTP/1.0 200 OK\r\n\r\nhi', '200 [hi] closed'],
  ['HEAD', `${OK}Content-Length: 5\r\n\r\n`, '200 [] kept', 'HEAD'],
  ['HEAD of chunks', CHUNKED, '200 [] kept', 'HEAD'],
  ['HEAD without a length', `${OK}\r\n`, '200 [] kept', 'HEAD'],
  ['204', 'HTTP/1.1 204 No Content\r\n\r\n', '204 [] kept'],
  ['304 with a length', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', '304 [] kept'],
  [
    '100 and 103 before',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n${OK}Content-Length: 1\r\n\r\na`,
    '200 [a] kept',
  ],

  ['101', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', INVALID],
  ['a hundred 100', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100), INVALID],
  ['nothing', '', LOST],
  ['half a head', `${OK}Content-Le`, LOST],
  ['a head without its end', `${OK}Content-Length: 5\r\n`, LOST],
  ['half a body', `${OK}Content-Length: 5\r\n\r\nhel`, `200 [hel${LOST}`],
  ['half a chunk', `${CHUNKED}5\r\nhel`, `200 [hel${LOST}`],
  ['chunks without an end', `${CHUNKED}3\r\nhel\r\n`, `200 [hel${LOST}`],
  ['the last chunk without its end', `${CHUNKED}3\r\nhel\r\n0\r\n`, `200 [hel${LOST}`],
  ['only 100', 'HTTP/1.1 100 Continue\r\n\r\n', LOST],

  ['what is no HTTP', 'SSH-2.0-OpenSSH\r\n', INVALID],
  ['a small http', 'http/1.1 200 OK\r\n\r\n', INVALID],
  ['HTTP/2.0', 'HTTP/2.0 200 OK\r\n\r\n', INVALID],
  ['HTTP/1.11', 'HTTP/1.11 200 OK\r\n\r\n', INVALID],
  ['two spaces', 'HTTP/1.1  200 OK\r\n\r\n', INVALID],
  ['a short status', 'HTTP/1.1 20 OK\r\n\r\n', INVALID],
  ['a long status', 'HTTP/1.1 2000 OK\r\n\r\n', INVALID],
  ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n', INVALID],
  ['a status with a sign', 'HTTP/1.1 +20 OK\r\n\r\n', INVALID],
  ['a NUL in the reason', 'HTTP/1.1 200 O\0K\r\n\r\n', INVALID],
  ['an empty line first', `\r\n${OK}\r\n`, INVALID],
  ['a bare LF after the status', 'HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n', INVALID],
  ['a bare LF after a field', `${OK}Content-Length: 0\n\r\n`, INVALID],
  ['a bare LF at the end', `${OK}Content-Length: 0\r\n\n`, INVALID],
  ['a bare CR in a value', `${OK}X: a\rb\r\nContent-Length: 0\r\n\r\n`, INVALID],
  ['a NUL in a value', `${OK}X: \0\r\nContent-Length: 0\r\n\r\n`, INVALID],
  ['a folded line', `${OK}X: a\r\n b\r\nContent-Length: 0\r\n\r\n`, INVALID],
  ['a space before the colon', `${OK}Content-Length : 0\r\n\r\n`, INVALID],
  ['a field without a name', `${OK}: a\r\n\r\n`, INVALID],
  ['a line without a colon', `${OK}hello\r\n\r\n`, INVALID],
  ['two lengths', `${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`, INVALID],
  ['the same length twice', `${OK}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`, INVALID],
  ['a list of lengths', `${OK}Content-Length: 5, 5\r\n\r\nhello`, INVALID],
  ['a length with a sign', `${OK}Content-Length: +5\r\n\r\nhello`, INVALID],
  ['a negative length', `${OK}Content-Length: -5\r\n\r\nhello`, INVALID],
  ['an empty length', `${OK}Content-Length:\r\n\r\nhello`, INVALID],
  ['a length beyond all numbers', `${OK}Content-Length: 99999999999999999999\r\n\r\nhello`, INVALID],
  ['a length and chunks', `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, INVALID],
  ['chunks and a length', `${OK}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`, INVALID],
  ['another coding', `${OK}Transfer-Encoding: gzip\r\n\r\n`, INVALID],
  ['another coding in chunks', `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, INVALID],
  ['chunks twice', `${OK}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`, INVALID],
  ['chunks in 1.0', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', INVALID],
  ['a chunk of no size', `${CHUNKED}\r\nhello`, `200 [${INVALID}`],
  ['a chunk of 0x5', `${CHUNKED}0x5\r\nhello\r\n0\r\n\r\n`, `200 [${INVALID}`],
  ['a chunk with a sign', `${CHUNKED}-5\r\nhello\r\n0\r\n\r\n`, `200 [${INVALID}`],
  ['a chunk beyond all numbers', `${CHUNKED}ffffffffffffffffff\r\nhello`, `200 [${INVALID}`],
  ['a chunk that is longer than it says', `${CHUNKED}3\r\nhello\r\n0\r\n\r\n`, `200 [hel${INVALID}`],
  ['a bare LF after a size', `${CHUNKED}5\nhello\r\n0\r\n\r\n`, `200 [${INVALID}`],
  ['a trailer that is folded', `${CHUNKED}0\r\nX: a\r\n b\r\n\r\n`, `200 [${INVALID}`],

  ['a head of 401 bytes', `${OK}X: ${'x'.repeat(401 - OK.length - 7)}\r\n\r\n`, TOO_LARGE],
  ['a head of 400 bytes', `${OK}X: ${'x'.repeat(400 - OK.length - 7)}\r\n\r\n`, '200 [] closed'],
  ['a reason without end', `HTTP/1.1 200 ${'x'.repeat(1000)}`, TOO_LARGE],
  ['five fields', `${OK}${'A: b\r\n'.repeat(5)}\r\n`, '200 [] closed'],
  ['six fields', `${OK}${'A: b\r\n'.repeat(6)}\r\n`, TOO_LARGE],
];

for (const [name, response, result, method = 'GET'] of CASES) {
  test(`http response: ${name}, in one piece, by single bytes, and cut anywhere`, () => {
    assert.is(core.receiveResponse(method, [response], true), result);
    assert.is(core.receiveResponse(method, [...response], true), result, 'by single bytes');
    for (let i = 1; i < response.length; i++)
      assert.is(
        core.receiveResponse(method, [response.slice(0, i), response.slice(i)], true),
        result,
        `cut at ${i}`,
      );
  });
}

/** What is received beyond the response makes the connection useless for others, but the response stands. */
for (const more of ['\r\n', 'x', `${OK}Content-Length: 4\r\n\r\nevil`])
  test(`http response: ${JSON.stringify(more)} after it is not taken for the next one`, () => {
    const response = `${OK}Content-Length: 5\r\n\r\nhello`;
    assert.is(core.receiveResponse('GET', [response + more], false), '200 [hello] closed');
    assert.is(core.receiveResponse('GET', [response.slice(0, -1), `o${more}`], false), '200 [hello] closed');
    assert.is(
      core.receiveResponse('GET', [response.slice(0, 9), response.slice(9) + more], false),
      '200 [hello] closed',
    );
  });

test('http response: the connection waits for what is missing', () => {
  assert.is(core.receiveResponse('GET', [`${OK}Content-Length: 5\r\n\r\nhell`], false), '200 [hell open');
  assert.is(core.receiveResponse('GET', [`${OK}\r\nhello`], false), '200 [hello open');
});

test.run();
