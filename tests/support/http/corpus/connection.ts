/** Keep-alive, pipelining, Expect. */
import { type HttpCase, answered, echoOf, get, head, lines, post, refused, served } from './case.ts';

const GET_1_0 = 'GET /healthz HTTP/1.0';

/** A request that is answered, and the connection closes. */
function last(fact: string, request: string, ...answers: Parameters<typeof served>[2][]): HttpCase {
  return { ...served(fact, request, ...answers), closes: true };
}

const CLOSING = [
  'close',
  'Close',
  'CLOSE',
  'keep-alive, close',
  'close, keep-alive',
  'foo,close',
  'foo , close',
  ',close,',
  '\tclose',
  'close , X-Foo',
];
const STAYING = ['keep-alive', 'Keep-Alive', 'closed', 'foo', 'not-close', 'closefoo, fooclose', ','];

export const CONNECTION: HttpCase[] = [
  served('a connection stays in HTTP/1.1', get(), { status: 200, fields: { connection: null } }),
  ...STAYING.map((value) =>
    served(`"Connection: ${value}" does not close`, get('/healthz', `Connection: ${value}`), 200),
  ),
  ...CLOSING.map((value) =>
    last(`"Connection: ${value}" closes`, get('/healthz', `Connection: ${value}`), 200),
  ),
  last(
    'close in the second of two Connection fields closes',
    get('/healthz', 'Connection: foo', 'Connection: close'),
    200,
  ),
  last(
    'close in the first of two Connection fields closes',
    get('/healthz', 'Connection: close', 'Connection: keep-alive'),
    200,
  ),
  last('close closes after an error too', get('/nowhere', 'Connection: close'), 404),
  last('close closes after a body', post('hello', 'Connection: close'), echoOf('hello')),
  last('what follows a last request is not answered', get('/', 'Connection: close') + get(), 200),
  last('HTTP/1.0 closes', lines(GET_1_0, '', ''), 200),
  last('HTTP/1.0 with Host closes', head(GET_1_0), 200),
  ...['keep-alive', 'Keep-Alive', 'foo, keep-alive'].map((value) =>
    served(
      `HTTP/1.0 with "Connection: ${value}" stays, and is told so`,
      lines(GET_1_0, `Connection: ${value}`, '', ''),
      {
        status: 200,
        fields: { connection: /^keep-alive$/i },
      },
    ),
  ),
  last(
    'HTTP/1.0 with keep-alive and close closes',
    lines(GET_1_0, 'Connection: keep-alive, close', '', ''),
    200,
  ),
  last('HTTP/1.0 with Proxy-Connection closes', lines(GET_1_0, 'Proxy-Connection: keep-alive', '', ''), 200),
  served(
    'HTTP/1.0 with keep-alive stays after an error',
    lines('GET /nowhere HTTP/1.0', 'Connection: keep-alive', '', ''),
    404,
  ),
  served(
    'versions may change on a connection',
    lines(GET_1_0, 'Connection: keep-alive', '', '') + get() + get('/'),
    200,
    200,
    200,
  ),
];

const PAGE = { status: 200, fields: { 'content-type': /html/ } };

const MISTAKES: [what: string, request: string, status: number][] = [
  ['a bad request line', 'BAD\r\n\r\n', 400],
  ['a bad field', get('/', 'X : y'), 400],
  ['two lengths', post('hello', 'Content-Length: 5'), 400],
  ['a bad version', head('GET / HTTP/2.0'), 505],
  ['CONNECT', head('CONNECT a:1 HTTP/1.1'), 501],
];

export const PIPELINES: HttpCase[] = [
  served(
    'pipelined answers come in order',
    get('/') + get('/nowhere') + post('one') + head('HEAD / HTTP/1.1') + post('two'),
    PAGE,
    404,
    echoOf('one'),
    { ...PAGE, isHead: true },
    echoOf('two'),
  ),
  served(
    'a hundred pipelined requests are answered',
    Array.from({ length: 100 }, (_, i) => post(`body ${i}`)).join(''),
    ...Array.from({ length: 100 }, (_, i) => echoOf(`body ${i}`)),
  ),
  ...MISTAKES.map(([what, request, status]): HttpCase => ({
    fact: `${what} in the third request does not lose the first two answers`,
    request: get('/') + post('two') + request,
    answers: [PAGE, echoOf('two'), { status }],
    closes: true,
  })),
  {
    ...refused('nothing after a bad request is answered', get() + 'BAD\r\n\r\n' + get() + get()),
    answers: [{ status: 200 }, { status: 400 }],
  },
];

export const EXPECT: HttpCase[] = [
  served(
    '100-continue is not answered when the body is there',
    post('hello', 'Expect: 100-continue'),
    echoOf('hello'),
  ),
  served('100-continue is not answered without a body', get('/healthz', 'Expect: 100-continue'), 200),
  served('100-continue is not answered for an empty body', post('', 'Expect: 100-Continue'), echoOf('')),
  served(
    '100-continue in HTTP/1.0 is passed over',
    lines(
      'POST /echo HTTP/1.0',
      'Connection: keep-alive',
      'Content-Length: 5',
      'Expect: 100-continue',
      '',
      'hello',
    ),
    echoOf('hello'),
  ),
  ...['foo', '200-ok', '100-continue, foo', '100-continued', '"100-continue"'].map((value) =>
    answered(`"Expect: ${value}" is 417`, post('hello', `Expect: ${value}`), 417),
  ),
  answered('another expectation is 417 without a body too', get('/healthz', 'Expect: foo'), 417),
];
