/** What comes of the ways to answer: cases for a server with the routes of tests/contract/guests/http-routes.ts. */
import { type HttpCase, answered, echoOf, get, head, lines, post, served } from './case.ts';

const CHUNKED = { 'transfer-encoding': 'chunked', 'content-length': null };
const MARKED = { 'x-marker': 'seen' };

/** A request of HTTP/1.0 with these fields. */
function get10(target: string, ...fields: string[]): string {
  return lines(`GET ${target} HTTP/1.0`, ...fields, '', '');
}

/** A response that ends with its connection. */
function untilClose(fact: string, request: string, body: string): HttpCase {
  const fields = { 'transfer-encoding': null, 'content-length': null, connection: /^close$/ };
  return { fact, request, answers: [{ status: 200, body, fields }], closes: true };
}

/** The path of a parameter, and how it is read. */
const PARAMS: [path: string, value: string][] = [
  ['/users/ann', 'ann'],
  ['/users/a%20b', 'a b'],
  ['/users/a+b', 'a+b'],
  ['/users/a%2Fb', 'a/b'],
  ['/users/%2e%2e', '..'],
  ['/users/%25', '%'],
  ['/users/%C3%A9', '\xC3\xA9'],
  ['/users/ann?q=1', 'ann'],
  ['/files/a', 'a'],
  ['/files/a/b/c', 'a/b/c'],
  ['/files/a%2Fb/c%20d', 'a/b/c d'],
  ['/query?q=a+b%20c&q=2&r=%3D', 'a b c|2|='],
  ['/query?q', '|'],
  ['/query?q&q=', '||'],
  ['/query?q=%zz', '%zz|'],
  ['/query?&&q=1&&', '1|'],
  ['/query', '|'],
];

export const ROUTES: HttpCase[] = [
  served('a body whose length is not known comes in chunks', get('/chunks'), {
    status: 200,
    body: 'onetwo',
    fields: CHUNKED,
  }),
  served('HEAD of chunks has no chunk', head('HEAD /chunks HTTP/1.1'), { status: 200, isHead: true }),
  untilClose('in HTTP/1.0 such a body ends with the connection', get10('/chunks'), 'onetwo'),
  untilClose('in HTTP/1.0 with keep-alive too', get10('/chunks', 'Connection: keep-alive'), 'onetwo'),
  served('a body in pieces may have a length', get('/pieces'), {
    status: 200,
    body: 'onetwo',
    fields: { 'transfer-encoding': null, 'content-length': '^6$' },
  }),
  served('HEAD of pieces has their length', head('HEAD /pieces HTTP/1.1'), {
    status: 200,
    isHead: true,
    fields: { 'content-length': '^6$' },
  }),
  served(
    'pieces with a length keep an HTTP/1.0 connection',
    get10('/pieces', 'Connection: keep-alive'),
    echoOf('onetwo'),
  ),
  served(
    'a response that ends without a body has an empty one',
    get('/nothing'),
    echoOf('', { 'content-length': '^0$' }),
  ),
  served('204 has no body and no length', get('/empty'), { status: 204, fields: { 'content-length': null } }),
  served('304 has no body', get('/unchanged'), {
    status: 304,
    fields: { etag: '"1"', 'transfer-encoding': null },
  }),
  served('204 has no body even if it is given one', get('/no-body'), 204),
  served('304 has no body even if it is given pieces', get('/no-pieces'), {
    status: 304,
    fields: { 'transfer-encoding': null },
  }),
  served(
    'answers that are late come in order',
    get('/later') + get('/') + get('/later') + get('/nowhere'),
    { status: 200, body: 'later' },
    { status: 200, body: '<html>page</html>' },
    { status: 200, body: 'later' },
    { status: 404, body: 'error 404' },
  ),
  served('a redirect says where', get('/moved'), { status: 301, fields: { location: /^\/elsewhere\?a=b$/ } }),
  served('a header that would be two is none: 500', get('/split-header'), {
    status: 500,
    fields: { 'set-cookie': null, x: null },
  }),
  served('a name of a header that would be two is none: 500', get('/split-name'), {
    status: 500,
    fields: { y: null },
  }),
  served("headers of the framing are the server's", get('/framing-header'), {
    status: 200,
    body: 'body',
    fields: { 'transfer-encoding': null },
  }),
  { ...served('a response may close the connection', get('/closing'), echoOf('body')), closes: true },
  served('a second answer to a request is not sent', get('/twice'), echoOf('first')),
  ...PARAMS.map(([path, value]) =>
    served(`${path} is read as ${JSON.stringify(value)}`, get(path), echoOf(value)),
  ),
  served('a parameter of bytes that are no UTF-8 does no harm', get('/users/%FF%C3'), 200),
  ...['/users/', '/users', '/users/a/b', '/files'].map((path) =>
    served(`${path} has no route`, get(path), 404),
  ),
  served('a field that is repeated is joined', get('/header', 'X: a', 'x: b, c'), echoOf('a, b, c|a|b, c')),
  served('HEAD of a POST route is 405', head('HEAD /only-post HTTP/1.1'), {
    status: 405,
    isHead: true,
    fields: { allow: /^(?=.*POST)(?!.*GET)/ },
  }),
  served('OPTIONS names the methods of a path', head('OPTIONS /put-or-patch HTTP/1.1'), {
    status: 204,
    fields: { allow: /^(?=.*PUT)(?=.*PATCH)(?!.*GET)/ },
  }),
  answered(
    'an answer before the body does not take the body for a request',
    post('GET / HTTP/1.1\r\n\r\n').replace('/echo', '/early'),
    echoOf('early'),
  ),
  served(
    'a body that is held up comes whole, with its trailers',
    head('POST /slow HTTP/1.1', 'Transfer-Encoding: chunked') +
      `${'5\r\nhello\r\n'.repeat(20)}0\r\nX-Sum: sum\r\n\r\n`,
    echoOf('100 sum'),
  ),
  served('middleware may answer', get('/group/inside'), {
    status: 401,
    body: 'who?',
    fields: { ...MARKED, 'www-authenticate': /^Basic$/ },
  }),
  served('middleware may pass', get('/group/inside', 'Authorization: a'), echoOf('inside', MARKED)),
  served('an error has the page of its own', get('/nowhere'), { status: 404, body: 'error 404' }),
  {
    ...answered('an error of the framing has it too', get('/', 'X : y')),
    answers: [{ status: 400, body: 'error 400' }],
    closes: true,
  },
];
