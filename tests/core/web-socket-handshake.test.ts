import { createHash } from 'node:crypto';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadWebSocket } from '../support/web-socket.ts';

const test = suite('web-socket: handshake');
const core = await loadWebSocket();

const GOOD = {
  method: 'GET',
  upgrade: 'websocket',
  connection: 'Upgrade',
  key: 'dGhlIHNhbXBsZSBub25jZQ==',
  version: '13',
  protocols: '',
  origin: '',
};
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

function answer(
  asked: Partial<typeof GOOD>,
  { httpVersion = 11, origins = [] as string[], known = [] as string[] } = {},
): string {
  return core.handshake(Object.values({ ...GOOD, ...asked }), httpVersion, origins, known);
}

test("handshake: the RFC's example is accepted with its key", () => assert.is(answer({}), `101 ${ACCEPT} `));

for (const upgrade of ['WebSocket', 'h2c, websocket', ' websocket\t,x']) {
  test(`handshake: Upgrade may be "${upgrade}"`, () => assert.match(answer({ upgrade }), /^101/));
}

for (const connection of ['upgrade', 'keep-alive, Upgrade', 'Upgrade,keep-alive', ',, UPGRADE ,']) {
  test(`handshake: Connection may be "${connection}"`, () => assert.match(answer({ connection }), /^101/));
}

const REFUSED: [status: string, asked: Partial<typeof GOOD>][] = [
  ['405', { method: 'POST' }],
  ['405', { method: 'get' }],
  ['426', { upgrade: '' }],
  ['426', { upgrade: 'h2c' }],
  ['426', { upgrade: 'websockets' }],
  ['426', { upgrade: 'web socket' }],
  ['426', { connection: '' }],
  ['426', { connection: 'keep-alive' }],
  ['426', { connection: 'upgraded' }],
  ['426', { connection: 'upgrade x' }],
  ['426', { version: '' }],
  ['426', { version: '8' }],
  ['426', { version: '13, 13' }],
  ['426', { version: '013' }],
  ['400', { key: '' }],
  ['400', { key: 'dGhlIHNhbXBsZSBub25jZQ' }],
  ['400', { key: 'dGhlIHNhbXBsZSBub25jZQ=' }],
  ['400', { key: 'dGhlIHNhbXBsZSBub25jZTE=' }],
  ['400', { key: 'dGhlIHNhbXBsZSBub25jZQ== ' }],
  ['400', { key: 'dGhlIHNhbXBsZSBu-25jZQ==' }],
  ['400', { key: 'dGhlIHNhbXBsZSBu=25jZQ==' }],
  ['400', { key: 'dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==' }],
];
for (const [status, asked] of REFUSED) {
  test(`handshake: ${JSON.stringify(asked)} is refused with ${status}`, () =>
    assert.is(answer(asked), status));
}

test('handshake: HTTP/1.0 is refused with 426', () => assert.is(answer({}, { httpVersion: 10 }), '426'));

test('handshake: an origin that is not in the list is refused with 403, and so is none', () => {
  const origins = ['https://example.com', 'https://example.org:8443'];
  assert.match(answer({ origin: 'https://example.org:8443' }, { origins }), /^101/);
  for (const origin of [
    'https://example.org',
    'https://example.com.evil.test',
    'HTTPS://example.com',
    'null',
    '',
  ])
    assert.is(answer({ origin }, { origins }), '403', origin);
  assert.match(answer({ origin: 'https://any.test' }), /^101/);
});

test("handshake: the server's best subprotocol that is offered is chosen", () => {
  const known = ['v3', 'v2', 'v1'];
  const chosen = (protocols: string): string =>
    answer({ protocols }, { known }).slice(`101 ${ACCEPT} `.length);
  assert.is(chosen('v1, v2'), 'v2');
  assert.is(chosen('v1'), 'v1');
  assert.is(chosen('V3,v22, v'), '');
  assert.is(chosen(''), '');
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
