import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  MAX_INFO_BYTES,
  MAX_LINE_BYTES,
  MAX_PAYLOAD_BYTES,
  loadNats,
  toldOf,
} from '../support/nats-parser.ts';
import { cut, pieces } from '../support/web-socket.ts';

const test = suite('nats');
const core = await loadNats();

const INFO = 'INFO {} \r\n';
const TOLD_INFO = 'INFO 1048576 ';
const full = (start: string, length: number, end = ''): string =>
  start + 'x'.repeat(length - start.length - end.length) + end;

/** What a server sends, and what the client is told of it. */
const CASES: [string, string[]][] = [
  [INFO, [TOLD_INFO]],
  [
    'info\t{"a":[1,{"b":null}],"max_payload" : 12, "connect_urls":["a:1","b:2"],"ldm":true,"tls_required":false}\r\n',
    ['INFO 12 ldm a:1,b:2'],
  ],
  [`${INFO}INFO {"max_payload":99999999999,"x":"a\\"}","y":-1.5e3}\r\n`, [TOLD_INFO, 'INFO 2147483647 ']],
  [
    `${INFO}PING\r\npong\r\n+OK\r\n-ERR 'Some Trouble\u00ff'\r\n-err\r\n`,
    [TOLD_INFO, 'PING', 'PONG', '-ERR Some Trouble?', '-ERR '],
  ],
  [
    `${INFO}MSG a.b 7 3\r\na\r\n\r\nmsg \t a  8\tre.ply 0 \r\n\r\nPING\r\n`,
    [TOLD_INFO, 'MSG a.b 7 () a\r\n', 'MSG a 8 (re.ply) ', 'PING'],
  ],
  [
    `${INFO}MSG a 1 21\r\n${'x'.repeat(21)}\r\nMSG a 1 20\r\n${'y'.repeat(20)}\r\n`,
    [TOLD_INFO, 'too large', `MSG a 1 () ${'y'.repeat(MAX_PAYLOAD_BYTES)}`],
  ],
  [
    `${INFO}${full('MSG ', MAX_LINE_BYTES, ' 1 1\r\n')}x\r\n`,
    [TOLD_INFO, `MSG ${'x'.repeat(MAX_LINE_BYTES - 10)} 1 () x`],
  ],
  [full('INFO {"a":"', MAX_INFO_BYTES, '"}\r\n'), [TOLD_INFO]],
  ['PING\r\n', ['problem: it does not begin with INFO']],
  [`${INFO}HMSG a 1 0 0\r\n\r\n\r\n`, [TOLD_INFO, 'problem: it sends what is no command']],
  [`${INFO}\r\nPING\r\n`, [TOLD_INFO, 'problem: it sends what is no command']],
  [`${INFO}PING\nPING\r\n`, [TOLD_INFO, 'problem: a line has control characters']],
  [`${INFO}PING\rPING\r\n`, [TOLD_INFO, 'problem: a line has control characters']],
  [`${INFO}PI\0NG\r\n`, [TOLD_INFO, 'problem: a line has control characters']],
  [`${INFO}${full('PING', MAX_LINE_BYTES + 1, '\r\n')}`, [TOLD_INFO, 'problem: a line is too long']],
  [full('INFO {"a":"', MAX_INFO_BYTES + 1, '"}\r\n'), ['problem: a line is too long']],
  [`${INFO}MSG a 1 2\r\nabc\r\nPING\r\n`, [TOLD_INFO, 'problem: a payload is not as long as announced']],
  [
    `${INFO}MSG a 1 22\r\n${'x'.repeat(21)}\r\nPING\r\n`,
    [TOLD_INFO, 'problem: a payload is not as long as announced'],
  ],
  ...[
    'MSG',
    'MSG a 1',
    'MSG a b 1',
    'MSG a 1 b',
    'MSG a 1 -1',
    'MSG a 1 9999999999',
    'MSG a 1 b c 1',
    'MSG a  1',
  ].map((line): [string, string[]] => [
    `${INFO}${line}\r\n`,
    [TOLD_INFO, 'problem: its MSG can not be read'],
  ]),
  ...[
    '',
    ' []',
    ' {',
    ' {"a"}',
    ' {"a":1,}',
    ' {} {}',
    ' {"max_payload":"1"}',
    ' {"ldm":1}',
    ' {"connect_urls":[1]}',
  ]
    .concat([' {"a":"b\\"}', ` {"a":${'['.repeat(20)}${']'.repeat(20)}}`, ' {"a":tru}', ' {a:1}'])
    .map((json): [string, string[]] => [`INFO${json}\r\n`, ['problem: its INFO can not be read']]),
];

for (const [bytes, told] of CASES) {
  test(`nats: ${JSON.stringify(bytes.slice(0, 60))} is understood the same at each split`, () => {
    const data = Buffer.from(bytes, 'latin1');
    assert.equal(toldOf(core, [data]), told);
    assert.equal(toldOf(core, pieces(data, 1)), told);
    for (let at = 1; at < data.length; at++) assert.equal(toldOf(core, cut(data, at)), told, `cut at ${at}`);
  });
}

test('nats: a subject has tokens between dots, and wildcards only as tokens, where they may be', () => {
  for (const text of ['a', 'a.b', 'é.$x', '_INBOX.1', 'x'.repeat(1024)])
    assert.ok(core.isSubject(text, false), text);
  for (const text of [
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    'a b',
    'a\tb',
    'a\r\n',
    'x\u007f',
    'x'.repeat(1025),
    'é'.repeat(513),
  ])
    assert.not(core.isSubject(text, true), text);
  for (const text of ['*', '>', 'a.*', '*.a', 'a.>', '*.*.>']) {
    assert.ok(core.isSubject(text, true), text);
    assert.not(core.isSubject(text, false), text);
  }
  for (const text of ['a*', '*a', '>.a', 'a>', '>>', '**']) assert.not(core.isSubject(text, true), text);
});

test('nats: any name becomes one token, and comes back', () => {
  const names = [
    'tea',
    'a.b',
    '*',
    '>',
    'a b',
    '',
    '=',
    '=2a',
    'Größe',
    '日本',
    '🍵',
    '\0\r\n',
    'A-b_9',
    'x'.repeat(300),
  ];
  const tokens = names.map((name) => core.encodeToken(name));
  for (const token of tokens) assert.match(token, /^[\w=-]+$/);
  assert.is(new Set(tokens).size, names.length);
  assert.equal(
    tokens.map((token) => core.decodeToken(token)),
    names,
  );
  assert.is(core.encodeToken('a.B'), 'a=2eB');
  for (const token of ['', 'a.b', '=2', '=2E', '=61', '==', 'é', '=ff', '*', '=2e=', '=g0'])
    assert.is(core.decodeToken(token), null, token);
});

test('nats: a server is HOST:PORT or HOST, with brackets around IPv6', () => {
  const good = {
    'localhost:4223': 'localhost:4223',
    'a-b.example': 'a-b.example:4222',
    'nats://10.0.0.1:1': '10.0.0.1:1',
    '[::1]': '[::1]:4222',
    'nats://[fe80::1]:65535': '[fe80::1]:65535',
  };
  for (const [text, server] of Object.entries(good)) assert.is(core.serverOf(text), server);
  const bad = [
    '',
    ':1',
    'a:',
    'a:0',
    'a:65536',
    'a:x',
    '::1',
    '[::1',
    '::1]',
    '[a]:1',
    'a b',
    'tls://a',
    'a/b',
    '[]:1',
    '[',
    ']',
  ];
  for (const text of bad) assert.is(core.serverOf(text), '', text);
});

test.run();
