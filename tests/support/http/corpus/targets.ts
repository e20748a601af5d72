/** Request targets and versions. */
import { type HttpCase, get, head, lines, refused, refusedAtOnce, served, shown, answered } from './case.ts';

const NO_TARGETS = [
  'healthz',
  'example.com:80',
  '*',
  '',
  ' /',
  '/a b',
  '/a\tb',
  '/\x00',
  '/\x01',
  '/\x7F',
  '/\x80',
  '/\xFF',
  '/\xC3\xA9',
  '/\r',
  '/?q=\xE9',
  'http://',
  'http:///healthz',
  'http://a b/',
  'http://[::1/',
  'http:/healthz',
];

const NO_VERSIONS = [
  'HTTP/1.10',
  'HTTP/11.1',
  'HTTP/01.1',
  'HTTP/1',
  'HTTP/1.',
  'HTTP/.1',
  'HTTP/1,1',
  'HTTP/1.1x',
  'HTTP/+1.1',
  'HTTP/1. 1',
  'HTTP/-1.1',
  'HTTP/A.1',
  'HTTP/1.\xB2',
  'HTTP',
  'HTTP/',
  'http/1.1',
  'Http/1.1',
  'XTTP/1.1',
  'HTTPS/1.1',
  'HTTP/1.1 ',
  'HTTP/1.1\t',
  ' HTTP/1.1',
  'HTTP/1.1\x00',
  'ICY/1.1',
];

export const TARGETS: HttpCase[] = [
  served('a target of 8000 characters is taken', get(`/${'x'.repeat(8000)}`), 404),
  refused('a target of 9000 characters is 414', get(`/${'x'.repeat(9000)}`), 414),
  refused('a query of 9000 characters is 414', get(`/?${'x'.repeat(9000)}`), 414),
  refusedAtOnce('a target without end is 414', `GET /${'x'.repeat(9000)}`, 414),
  ...[
    '/healthz',
    '/healthz?',
    '/healthz?x=1&y=%20',
    '/healthz?%zz',
    "/healthz?!$&'()*+,;=:@/?-._~",
    '/%68ealth%7A',
    '/%68ealth%7a',
  ].map((target) => served(`${target} is found`, get(target), 200)),
  ...[
    'http://example.com/healthz',
    'HTTP://EXAMPLE.COM/healthz',
    'http://example.com:8080/healthz?x=1',
    'https://127.0.0.1/healthz',
    'http://[::1]:80/healthz',
  ].map((target) => served(`${target} is taken in absolute form`, get(target), 200)),
  served('an absolute form without a path is /', get('http://example.com'), {
    status: 200,
    fields: { 'content-type': /html/ },
  }),
  served('an absolute form with only a query is /', get('http://example.com?x=1'), {
    status: 200,
    fields: { 'content-type': /html/ },
  }),
  served('an absolute form of a path that is not there is 404', get('http://example.com/nowhere'), 404),
  refused('an absolute form does not stand for Host', lines('GET http://example.com/ HTTP/1.1', '', '')),
  ...NO_TARGETS.map((target) => refused(`the target ${shown(target)} is refused`, get(target))),
  ...['/%', '/%2', '/%zz', '/%-1', '/%2g', '/healthz%', '/%00', '/a%00b', '/healthz%00'].map((target) =>
    answered(`the path ${target} is refused`, get(target), 400),
  ),
  ...['/healthz#x', '/#'].map((target) => answered(`the fragment of ${target} is refused`, get(target), 400)),
  ...[
    '//healthz',
    '/healthz//',
    '/healthz/.',
    '/.%2e/healthz',
    '/%2Fhealthz',
    '/%2fhealthz%2f',
    '/\\healthz',
  ].map((target) => answered(`${target} is not /healthz`, get(target), { status: [400, 404] })),
];

export const VERSIONS: HttpCase[] = [
  ...['HTTP/1.2', 'HTTP/1.9'].map((version) =>
    served(`${version} is answered as HTTP/1.1`, head(`GET /healthz ${version}`), 200),
  ),
  ...['HTTP/2.0', 'HTTP/0.9', 'HTTP/3.0', 'HTTP/9.9', 'HTTP/2.1'].map((version) =>
    refused(`${version} is 505`, head(`GET /healthz ${version}`), 505),
  ),
  refused('the preface of HTTP/2 is 505', lines('PRI * HTTP/2.0', '', 'SM', '', ''), 505),
  ...NO_VERSIONS.map((version) =>
    refused(`the version ${shown(version)} is refused`, head(`GET /healthz ${version}`)),
  ),
  refused('a request of HTTP/0.9 is refused', 'GET /healthz\r\n'),
  refused('a request line without a target is refused', head('GET HTTP/1.1')),
  refused('a request line of a method is refused', head('GET')),
  ...[
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03' + 'r'.repeat(32)],
    ['SSH', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['SOCKS 5', '\x05\x01\x00'],
    ['the proxy protocol', 'PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n'],
    ['the proxy protocol, version 2,', '\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0C'],
    ['RTSP', 'OPTIONS rtsp://127.0.0.1/ RTSP/1.0\r\n'],
  ].map(([name, bytes]) => refusedAtOnce(`a client that speaks ${name} is told at once`, bytes!)),
];
