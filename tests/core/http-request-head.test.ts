import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadHttpClient } from '../support/http-client.ts';

const test = suite('http request head');
const core = await loadHttpClient();

const INVALID_HEADER = ' invalid: a header has characters that no header may have';

/** Method, URL, headers, body, and what is sent; or why nothing is. */
const CASES: [name: string, sent: string, method: string, url: string, headers?: string[], body?: string][] =
  [
    ['GET', 'GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n', 'GET', 'http://h/a?b#c'],
    ['a port', 'GET / HTTP/1.1\r\nHost: h:81\r\n\r\n', 'GET', 'http://h:81'],
    ['POST without a body', 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n', 'POST', 'http://h/'],
    ['DELETE without a body', 'DELETE / HTTP/1.1\r\nHost: h\r\n\r\n', 'DELETE', 'http://h/'],
    [
      'a text',
      'PUT / HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 2\r\n\r\né',
      'PUT',
      'http://h/',
      [],
      'é',
    ],
    [
      'headers',
      'GET / HTTP/1.1\r\nHost: h\r\nA: b\r\na: \tc é\r\nConnection: close\r\n\r\n',
      'GET',
      'http://h/',
      ['A', 'b', 'Connection', 'Close', 'a', '\tc é'],
    ],
    ['another Host', 'GET / HTTP/1.1\r\nhost: x:1\r\n\r\n', 'GET', 'http://h/', ['host', 'x:1']],
    [
      'headers of the framing',
      'POST / HTTP/1.1\r\nHost: h\r\nContent-Type: x\r\nContent-Length: 1\r\n\r\na',
      'POST',
      'http://h/',
      [
        'Content-Length',
        '9',
        'Transfer-Encoding',
        'chunked',
        'Connection',
        'keep-alive',
        'Content-Type',
        'x',
      ],
      'a',
    ],
    ['a line break in a value', INVALID_HEADER, 'GET', 'http://h/', ['A', 'b\r\nX: y']],
    ['a bare LF in a value', INVALID_HEADER, 'GET', 'http://h/', ['A', 'b\nX: y']],
    ['a NUL in a value', INVALID_HEADER, 'GET', 'http://h/', ['A', '\0']],
    ['a line break in a name', INVALID_HEADER, 'GET', 'http://h/', ['A: b\r\nX', 'y']],
    ['an empty name', INVALID_HEADER, 'GET', 'http://h/', ['', 'y']],
    ['a Host of two', ' invalid: the header Host is not valid', 'GET', 'http://h/', ['Host', 'a, b']],
    [
      'a line break in the method',
      ' invalid: the method is not valid',
      'GET / HTTP/1.1\r\nX: y',
      'http://h/',
    ],
    ['a space in the method', ' invalid: the method is not valid', 'GET /', 'http://h/'],
    ['an empty method', ' invalid: the method is not valid', '', 'http://h/'],
    ['CONNECT', ' invalid: the method is not valid', 'CONNECT', 'http://h/'],
    ['a line break in the URL', ' invalid: the URL is not valid', 'GET', 'http://h/a HTTP/1.1\r\nX: y'],
    ['https', ' not supported here: https:// is not supported: there is no TLS here', 'GET', 'https://h/'],
  ];

for (const [name, sent, method, url, headers = [], body = null] of CASES)
  test(`http request head: ${name}`, () => assert.is(core.sendRequest(method, url, headers, body), sent));

test.run();
