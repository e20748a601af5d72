/** Methods, and what a resource answers to each. */
import { type HttpCase, answered, echoOf, get, head, post, refused, served, shown } from './case.ts';

const TYPE = 'Content-Type: text/x-test; charset=utf-8';
const ECHOED = echoOf('hello', { 'content-type': 'text/x-test; charset=utf-8' });

function withBody(method: string): string {
  return post('hello', TYPE).replace('POST', method);
}

export const METHODS: HttpCase[] = [
  served('GET is answered with type, length and date', get('/'), {
    status: 200,
    fields: { 'content-type': /^text\/html/, 'content-length': /^[1-9]\d*$/, date: /GMT$/, connection: null },
  }),
  served('HEAD is answered without a body, with its length', head('HEAD / HTTP/1.1'), {
    status: 200,
    isHead: true,
    fields: { 'content-type': /^text\/html/, 'content-length': /^[1-9]\d*$/ },
  }),
  served('HEAD of what is not there has no body either', head('HEAD /nowhere HTTP/1.1'), {
    status: 404,
    isHead: true,
  }),
  ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method) =>
    served(`${method} gives the body back, with its type`, withBody(method), ECHOED),
  ),
  served('GET with a body gives it back where any method is taken', withBody('GET'), ECHOED),
  served('POST without a length in HTTP/1.1 has no body', head('POST /echo HTTP/1.1'), echoOf('')),
  served('an empty body is given back', post(''), echoOf('')),
  ...['/nowhere', '/echo/more', '/healthz/', '/Healthz'].map((path) =>
    served(`${path} is not there: 404`, get(path), 404),
  ),
  served(
    'POST to a page is 405, and Allow names what it takes',
    head('POST / HTTP/1.1', 'Content-Length: 0'),
    {
      status: 405,
      fields: { allow: /^(?=.*\bGET\b)(?=.*\bHEAD\b)(?!.*\bPOST\b)/ },
    },
  ),
  served('DELETE of a page is 405, and Allow names what it takes', head('DELETE /healthz HTTP/1.1'), {
    status: 405,
    fields: { allow: /^(?=.*\bGET\b)(?=.*\bHEAD\b)(?!.*\bDELETE\b)/ },
  }),
  answered(
    'a body that is not wanted is not taken for a request',
    head('POST / HTTP/1.1', 'Content-Length: 5') + 'hello',
    405,
  ),
  answered(
    'a body of GET is not taken for a request',
    head('GET / HTTP/1.1', 'Content-Length: 5') + 'hello',
    200,
  ),
  answered(
    'a body for what is not there is not taken for a request',
    post('GET / HTTP/1.1\r\n\r\n').replace('/echo', '/nowhere'),
    404,
  ),
  ...['BREW', 'get', 'Get', 'M-SEARCH', 'PRI', "!#$%&'*+-.^_`|~1"].flatMap((method) =>
    ['/', '/nowhere', '/echo'].map((path) =>
      answered(`the unknown method ${method} of ${path} is 501`, head(`${method} ${path} HTTP/1.1`), 501),
    ),
  ),
  answered('a method of 1000 letters is refused', head(`${'X'.repeat(1000)} / HTTP/1.1`), {
    status: [400, 501],
  }),
  ...['GE(T', 'GET\x00', 'G\xC9T', 'GET:', '"GET"', 'GET\x0B'].map((method) =>
    refused(`the method ${shown(method)} is no token: 400`, head(`${method} / HTTP/1.1`)),
  ),
  refused('a request line that begins with a space is refused', head(' GET / HTTP/1.1')),
  served('OPTIONS of a page is 204 with Allow', head('OPTIONS / HTTP/1.1'), {
    status: 204,
    fields: { allow: /^(?=.*\bGET\b)(?=.*\bHEAD\b)(?=.*\bOPTIONS\b)/ },
  }),
  served('OPTIONS of what is not there is 404', head('OPTIONS /nowhere HTTP/1.1'), 404),
  served('OPTIONS where any method is taken is answered there', head('OPTIONS /echo HTTP/1.1'), {
    status: [200, 204],
  }),
  served('OPTIONS * is 204, and Allow names all methods', head('OPTIONS * HTTP/1.1'), {
    status: 204,
    fields: { allow: /^(?=.*\bGET\b)(?=.*\bHEAD\b)(?=.*\bPOST\b)(?=.*\bPUT\b)(?=.*\bDELETE\b)/ },
  }),
  refused('CONNECT is refused with 501', head('CONNECT example.com:443 HTTP/1.1'), 501),
  refused('CONNECT of a path is refused', head('CONNECT / HTTP/1.1'), [400, 501]),
  answered(
    'TRACE is 405, and what was sent does not come back',
    head('TRACE /echo HTTP/1.1', 'Cookie: secret'),
    {
      status: 405,
      fields: { allow: /^(?!.*\bTRACE\b)(?=.*\bGET\b)/ },
    },
  ),
  answered('TRACE of a page is 405', head('TRACE / HTTP/1.1'), 405),
  served('a WebSocket asked for without Upgrade is 426, and says which', get('/ws/echo'), {
    status: 426,
    fields: { upgrade: /^websocket$/i, connection: /^upgrade$/i },
  }),
  ...['h2c', 'websocket', 'foo/2'].map((protocol) =>
    served(
      `Upgrade: ${protocol} is passed over where it is not offered`,
      get(
        '/healthz',
        'Connection: Upgrade, HTTP2-Settings',
        `Upgrade: ${protocol}`,
        'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
      ),
      { status: 200, fields: { upgrade: null } },
    ),
  ),
  served('Upgrade without Connection: upgrade asks for nothing', get('/healthz', 'Upgrade: websocket'), 200),
];
