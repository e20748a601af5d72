import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TEXT, frame, serverFrame } from '../support/frames.ts';
import { loadWebSocket } from '../support/web-socket.ts';

const test = suite('web-socket: handshake');
const core = await loadWebSocket();

const FIELDS: Record<string, string> = {
  Host: 'example.com',
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
};
const ACCEPTED = /^HTTP\/1\.1 101 .*\r\n/;

interface Asked {
  line?: string;
  /** Besides FIELDS, or instead of one of them; empty: without it. */
  fields?: Record<string, string>;
  rest?: Buffer;
  origins?: string[];
  protocols?: string[];
}

/** Sends a handshake, and returns all that comes back. */
function answer({
  line = 'GET /ws HTTP/1.1',
  fields = {},
  rest,
  origins = [],
  protocols = [],
}: Asked): Buffer {
  const all = Object.entries({ ...FIELDS, ...fields }).filter(([, value]) => value !== '');
  const head = [line, ...all.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
  const data = Buffer.concat([Buffer.from(head), rest ?? Buffer.alloc(0)]);
  return Buffer.from(core.request(data, origins, protocols));
}

function headOf(asked: Asked): string {
  return answer(asked).toString().split('\r\n\r\n')[0]!;
}

/** The lines of an answer but for the date, in order. */
function linesOf(asked: Asked): string[] {
  const lines = headOf(asked).split('\r\n');
  return lines.filter((line) => !line.startsWith('Date')).toSorted();
}

test("handshake: the RFC's example is accepted with its key", () => {
  assert.equal(linesOf({}), [
    'Connection: Upgrade',
    'HTTP/1.1 101 Switching Protocols',
    'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    'Upgrade: websocket',
  ]);
});

test('handshake: extensions are declined', () => {
  const fields = { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' };
  assert.equal(linesOf({ fields }), linesOf({}));
});

test('handshake: frames that come with it are answered', () => {
  const sent = answer({ rest: Buffer.concat([frame(TEXT, 'early'), frame(TEXT, 'cut').subarray(0, 4)]) });
  assert.equal(sent.subarray(sent.indexOf('\r\n\r\n') + 4), serverFrame(TEXT, 'early'));
});

for (const Upgrade of ['WebSocket', 'h2c, websocket', 'websocket\t,x'])
  test(`handshake: Upgrade may be "${Upgrade}"`, () =>
    assert.match(headOf({ fields: { Upgrade } }), ACCEPTED));

for (const Connection of ['upgrade', 'keep-alive, Upgrade', 'Upgrade,keep-alive', ',, UPGRADE ,'])
  test(`handshake: Connection may be "${Connection}"`, () =>
    assert.match(headOf({ fields: { Connection } }), ACCEPTED));

const KEY = 'Sec-WebSocket-Key';
const VERSION = 'Sec-WebSocket-Version';
const REFUSED: [status: number, asked: Asked][] = [
  [405, { line: 'POST /ws HTTP/1.1', fields: { 'Content-Length': '0' } }],
  [405, { line: 'HEAD /ws HTTP/1.1' }],
  [403, { line: 'GET /ws?unknown HTTP/1.1' }],
  [426, { line: 'GET /ws HTTP/1.0' }],
  [426, { fields: { Upgrade: '' } }],
  [426, { fields: { Upgrade: 'h2c' } }],
  [426, { fields: { Upgrade: 'websockets' } }],
  [426, { fields: { Upgrade: 'web socket' } }],
  [426, { fields: { Connection: '' } }],
  [426, { fields: { Connection: 'keep-alive' } }],
  [426, { fields: { Connection: 'upgraded' } }],
  [426, { fields: { [VERSION]: '' } }],
  [426, { fields: { [VERSION]: '8' } }],
  [426, { fields: { [VERSION]: '13, 13' } }],
  [426, { fields: { [VERSION]: '013' } }],
  [400, { fields: { [KEY]: '' } }],
  [400, { fields: { [KEY]: 'dGhlIHNhbXBsZSBub25jZQ' } }],
  [400, { fields: { [KEY]: 'dGhlIHNhbXBsZSBub25jZQ=' } }],
  [400, { fields: { [KEY]: 'dGhlIHNhbXBsZSBub25jZTE=' } }],
  [400, { fields: { [KEY]: 'dGhlIHNhbXBsZSBu-25jZQ==' } }],
  [400, { fields: { [KEY]: 'dGhlIHNhbXBsZSBu=25jZQ==' } }],
  [400, { fields: { [KEY]: 'dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==' } }],
  [400, { fields: { 'Content-Length': '4' } }],
  [400, { fields: { 'Transfer-Encoding': 'chunked' } }],
];
for (const [status, asked] of REFUSED) {
  test(`handshake: ${JSON.stringify(asked)} is refused with ${status}`, () => {
    const lines = linesOf(asked);
    assert.match(lines.join('\n'), new RegExp(`^HTTP/1.1 ${status} `, 'm'));
    assert.is(lines.includes('Sec-WebSocket-Version: 13'), status === 426);
    assert.is(lines.includes('Upgrade: websocket'), status === 426);
  });
}

test('handshake: an origin that is not in the list is refused with 403, and so is none', () => {
  const origins = ['https://example.com', 'https://example.org:8443'];
  const ask = (Origin: string): string => headOf({ fields: { Origin }, origins });
  assert.match(ask('https://example.org:8443'), ACCEPTED);
  const others = ['https://example.org', 'https://example.com.evil.test', 'HTTPS://example.com', 'null', ''];
  for (const origin of others) assert.match(ask(origin), / 403 /);
  assert.match(headOf({ fields: { Origin: 'https://any.test' } }), ACCEPTED);
});

function chosen(offered: string): string | undefined {
  const asked = { fields: { 'Sec-WebSocket-Protocol': offered }, protocols: ['v3', 'v2', 'v1'] };
  return linesOf(asked).find((line) => line.startsWith('Sec-WebSocket-Protocol'));
}

test("handshake: the server's best subprotocol that is offered is chosen", () => {
  assert.is(chosen('v1, v2'), 'Sec-WebSocket-Protocol: v2');
  assert.is(chosen('v1'), 'Sec-WebSocket-Protocol: v1');
  assert.is(chosen('V3,v22, v'), undefined);
  assert.is(chosen(''), undefined);
});

test('handshake: SHA-1 is the same as that of Node, at every length around a block', () => {
  for (let length = 0; length < 200; length++) {
    const data = Buffer.from('abcdefghij'.repeat(20).slice(0, length));
    const expected = createHash('sha1').update(data).digest();
    assert.equal(Buffer.from(core.sha1Of(data)), expected, `${length} bytes`);
  }
  const million = Buffer.alloc(1_000_000, 'a');
  assert.is(Buffer.from(core.sha1Of(million)).toString('hex'), '34aa973cd4c4daa4f61eeb2bdbad27316534016f');
});

test("handshake: Base64 is the same as the RFC's vectors, and as that of Node", () => {
  const vectors = {
    '': '',
    f: 'Zg==',
    fo: 'Zm8=',
    foo: 'Zm9v',
    foob: 'Zm9vYg==',
    fooba: 'Zm9vYmE=',
    foobar: 'Zm9vYmFy',
  };
  for (const [text, base64] of Object.entries(vectors)) assert.is(core.base64Of(Buffer.from(text)), base64);
  const all = Buffer.from(Array.from({ length: 256 }, (_, i) => 255 - i));
  assert.is(core.base64Of(all), all.toString('base64'));
});

test.run();
