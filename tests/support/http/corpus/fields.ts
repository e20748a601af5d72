/** The syntax of fields, Host, and what stands before a request. */
import { type HttpCase, get, head, lines, refused, served, shown, answered } from './case.ts';

const TOKEN = "!#$%&'*+-.^_`|~09AZaz";
const GET = 'GET /healthz HTTP/1.1';

/** A GET whose field lines are these, Host not among them. */
function withFields(...fields: string[]): string {
  return lines(GET, ...fields, '', '');
}

const NO_FIELDS = [
  'X : y',
  'X\t: y',
  ': y',
  ' : y',
  'X',
  'X y',
  'X y: z',
  'X(y): z',
  'X@y: z',
  'X/y: z',
  '"X": z',
  'X\x00: z',
  'X\x7F: z',
  'X\xE9: z',
  'X\r: z',
  'X,: z',
  '{X}: z',
  'X;y: z',
  'X=y: z',
  'X\\y: z',
];

/** All controls but HTAB, CR and LF, and DEL. */
const CONTROLS = [...Array(32).keys(), 127]
  .filter((code) => ![9, 10, 13].includes(code))
  .map((code) => String.fromCharCode(code));

const HOSTS = [
  'localhost',
  'localhost:8080',
  '127.0.0.1',
  '127.0.0.1:80',
  '[::1]',
  '[::1]:80',
  'a.b-c_d.example',
  'EXAMPLE.com',
  'xn--bcher-kva.example',
  'a%20b',
  "a!$&'()*+;=~b",
  'localhost:',
  '',
];
const NO_HOSTS = [
  'a b',
  'a:b',
  'a:8o',
  'a:80:80',
  'a:-1',
  'a:+1',
  '[::1',
  '::1]',
  '[::1]x',
  '[]',
  '[x]',
  'user@a',
  'http://a',
  'a/b',
  'a?b',
  'a#b',
  'a\\b',
  'a"b',
  'a<b',
  'a{b',
  'a^b',
  'a|b',
  'a`b',
  'a%2',
  'a%zz',
  'a\tb',
  'b\xFCcher',
  'a, b',
  '::1',
];

const BARE_LF: [string, string][] = [
  ['after the request line', `${GET}\nHost: a\r\n\r\n`],
  ['after a field', `${GET}\r\nHost: a\nX: y\r\n\r\n`],
  ['within a value', `${GET}\r\nHost: a\r\nX: y\nz\r\n\r\n`],
  ['before the end of the head', `${GET}\r\nHost: a\r\nX: y\n\r\n`],
  ['at the end of the head', `${GET}\r\nHost: a\r\n\n`],
  ['everywhere', `${GET}\nHost: a\n\n`],
  ['before a request', `\n${GET}\r\nHost: a\r\n\r\n`],
];

const BARE_CR: [string, string][] = [
  ['after the request line', `${GET}\rHost: a\r\n\r\n`],
  ['in the request line', `GET /healthz\r HTTP/1.1\r\nHost: a\r\n\r\n`],
  ['before the end of the request line', `${GET}\r\r\nHost: a\r\n\r\n`],
  ['within a value', `${GET}\r\nHost: a\r\nX: y\rz\r\n\r\n`],
  ['before the end of a field', `${GET}\r\nHost: a\r\nX: y\r\r\n\r\n`],
  ['instead of the end of a field', `${GET}\r\nHost: a\r\nX: y\rContent-Length: 5\r\n\r\n`],
  ['at the end of the head', `${GET}\r\nHost: a\r\n\r\r\n`],
  ['everywhere', `${GET}\rHost: a\r\r\n\r\n`],
  ['before a request', `\r${GET}\r\nHost: a\r\n\r\n`],
];

export const FIELDS: HttpCase[] = [
  ...[
    'X:y',
    'X:',
    'X: ',
    'X:\t \t',
    'X: \t y \t ',
    'X: y\tz',
    'X: a, b; c="d\\"e"',
    'X: \xE9\x80\xFF',
    `${TOKEN}: y`,
    'x-:::',
    'X: :',
  ].map((field) => served(`the field ${shown(field)} is taken`, get('/healthz', field), 200)),
  served(
    'names of fields are the same in any case',
    lines(GET, 'hOsT: a', 'cOnNeCtIoN: kEeP-aLiVe', '', ''),
    200,
  ),
  ...NO_FIELDS.map((field) => refused(`the field ${shown(field)} is refused`, get('/healthz', field))),
  refused('a bad field is refused in HTTP/1.0 too', lines('GET /healthz HTTP/1.0', 'X : y', '', '')),
  ...CONTROLS.map((control) =>
    refused(`${shown(control)} in a value is refused`, get('/healthz', `X: y${control}z`)),
  ),
  ...['\x00', '\x0B', '\x0C', '\x1F', '\x7F'].flatMap((control) => [
    refused(`${shown(control)} before a value is refused`, get('/healthz', `X: ${control}y`)),
    refused(`${shown(control)} after a value is refused`, get('/healthz', `X: y${control}`)),
  ]),
  ...[' ', '\t', '  \t'].flatMap((space) => [
    refused(`a value folded with ${shown(space)} is refused`, withFields('Host: a', 'X: y', `${space}z`)),
    refused(`${shown(space)} before the first field is refused`, withFields(`${space}Host: a`, 'X: y')),
    refused(`a line of ${shown(space)} within the head is refused`, withFields('Host: a', space, 'X: y')),
  ]),
  refused(
    'a Content-Length in a folded value is refused',
    withFields('Host: a', 'X: y', ' Content-Length: 5'),
  ),
  ...BARE_LF.map(([where, request]) => refused(`a bare LF ${where} is refused`, request)),
  ...BARE_CR.map(([where, request]) => refused(`a bare CR ${where} is refused`, request)),
];

export const HOST: HttpCase[] = [
  ...HOSTS.map((host) => served(`Host: ${shown(host)} is taken`, withFields(`Host: ${host}`), 200)),
  ...NO_HOSTS.map((host) => refused(`Host: ${shown(host)} is refused`, withFields(`Host: ${host}`))),
  refused('HTTP/1.1 without Host is refused', withFields()),
  refused('HTTP/1.1 without Host is refused, with other fields too', withFields('X-Host: a')),
  refused('two Hosts are refused', withFields('Host: a', 'Host: b')),
  refused('two equal Hosts are refused', withFields('Host: a', 'X: y', 'host: a')),
  refused(
    'two Hosts are refused in HTTP/1.0 too',
    lines('GET /healthz HTTP/1.0', 'Host: a', 'Host: b', '', ''),
  ),
  refused(
    'a bad Host is refused beside an absolute form',
    lines('GET http://a/healthz HTTP/1.1', 'Host: a b', '', ''),
  ),
];

export const BEFORE: HttpCase[] = [
  served('an empty line before a request is passed over', `\r\n${get()}`, 200),
  served('two empty lines before a request are passed over', `\r\n\r\n${get()}`, 200),
  served('an empty line between requests is passed over', `${get()}\r\n${get('/')}`, 200, 200),
  served(
    'an empty line after a body is passed over',
    `${head('POST /echo HTTP/1.1', 'Content-Length: 5')}hello\r\n`,
    { status: 200, body: 'hello' },
  ),
  refused('a thousand empty lines are refused', '\r\n'.repeat(1000) + get()),
  refused('a space before a request is refused', ` ${get()}`),
  refused('a tab before a request is refused', `\t${get()}`),
  refused('a line of a space before a request is refused', ` \r\n${get()}`),
  refused('a NUL before a request is refused', `\x00${get()}`),
  refused('a byte order mark before a request is refused', `\xEF\xBB\xBF${get()}`),
  answered('a second head right after the first is a request', get() + get('/nowhere'), 200, 404),
];
