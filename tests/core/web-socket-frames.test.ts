import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BINARY, CLOSE, PING, PONG, TEXT, closing, frame, serverFrame } from '../support/frames.ts';
import { type Limits, cut, exchange, loadWebSocket, pieces } from '../support/web-socket.ts';

const test = suite('web-socket: frames');
const core = await loadWebSocket();

const long = 'x'.repeat(300);
const longest = Buffer.alloc(70_000, 7);
const part = (opcode: number, text: string): Buffer => frame(opcode, text, { isFinal: false });

/** What arrives, what the program is told of it, and what the client gets back. */
const STREAMS: Record<string, [frames: Buffer[], calls: string, sent: Buffer[], limits?: Limits]> = {
  'a text': [[frame(TEXT, 'Hello')], 'open text Hello close 1006', [serverFrame(TEXT, 'Hello')]],
  'a text without a byte': [[frame(TEXT)], 'open text  close 1006', [serverFrame(TEXT)]],
  bytes: [
    [frame(BINARY, Buffer.from([0, 255, 128]))],
    'open bytes 00ff80 close 1006',
    [serverFrame(BINARY, Buffer.from([0, 255, 128]))],
  ],
  'two messages': [
    [frame(TEXT, 'one'), frame(TEXT, 'two')],
    'open text one text two close 1006',
    [serverFrame(TEXT, 'one'), serverFrame(TEXT, 'two')],
  ],
  'a length of two bytes': [[frame(TEXT, long)], `open text ${long} close 1006`, [serverFrame(TEXT, long)]],
  'a length in more bytes than it needs': [
    [frame(TEXT, 'a', { lengthBytes: 2 }), frame(TEXT, 'b', { lengthBytes: 8 })],
    'open text a text b close 1006',
    [serverFrame(TEXT, 'a'), serverFrame(TEXT, 'b')],
  ],
  'a message in fragments': [
    [part(TEXT, 'Hel'), part(0, ''), part(0, 'l'), frame(0, 'o')],
    'open text Hello close 1006',
    [serverFrame(TEXT, 'Hello')],
  ],
  'fragments of which only the last has bytes': [
    [part(TEXT, ''), frame(0, 'late')],
    'open text late close 1006',
    [serverFrame(TEXT, 'late')],
  ],
  'fragments with pings between them': [
    [part(TEXT, 'a'), frame(PING, '1'), part(0, 'b'), frame(PONG, 'x'), frame(PING, ''), frame(0, 'c')],
    'open text abc close 1006',
    [serverFrame(PONG, '1'), serverFrame(PONG), serverFrame(TEXT, 'abc')],
  ],
  'characters cut by fragments': [
    [part(TEXT, 'κόσ'), frame(0, 'με €𝄞')],
    'open text κόσμε €𝄞 close 1006',
    [serverFrame(TEXT, 'κόσμε €𝄞')],
  ],
  'the longest payload of a ping': [
    [frame(PING, 'p'.repeat(125))],
    'open close 1006',
    [serverFrame(PONG, 'p'.repeat(125))],
  ],
  'a close frame with a code and a reason': [
    [frame(CLOSE, closing(3000, 'done ✓')), frame(TEXT, 'late')],
    'open close 3000done ✓',
    [serverFrame(CLOSE, closing(3000))],
  ],
  'a close frame without a code': [[frame(CLOSE)], 'open close 1005', [serverFrame(CLOSE)]],
  'the end of a message in fragments, which waited for a slow client': [
    [part(TEXT, 'a'.repeat(60)), frame(PING), frame(0, 'b'), frame(TEXT, 'two')],
    `open text ${'a'.repeat(60)}b text two close 1006`,
    [serverFrame(PONG), serverFrame(TEXT, `${'a'.repeat(60)}b`), serverFrame(TEXT, 'two')],
    { highWatermarkBytes: 1 },
  ],
  'as many messages as need several rounds, of a client that reads slowly': [
    [...'abcdefgh'].map((text) => frame(TEXT, text)),
    'open text a text b text c text d text e text f text g text h close 1006',
    [...'abcdefgh'].map((text) => serverFrame(TEXT, text)),
    { highWatermarkBytes: 7 },
  ],
};

for (const [name, [frames, calls, sent, limits]] of Object.entries(STREAMS)) {
  const data = Buffer.concat(frames);
  const expected = { calls, sent: Buffer.concat(sent) };

  test(`frames: ${name}: arrives`, () => assert.equal(exchange(core, [data], limits), expected));

  test(`frames: ${name}: is the same in two pieces, whatever the split`, () => {
    for (let at = 1; at < data.length; at++)
      assert.equal(exchange(core, cut(data, at), limits), expected, `split at ${at}`);
  });

  test(`frames: ${name}: is the same byte by byte`, () => {
    assert.equal(exchange(core, pieces(data, 1), limits), expected);
  });
}

test('frames: a length of eight bytes: arrives in pieces', () => {
  const sent = serverFrame(BINARY, longest);
  for (const bytes of [65_000, 1000, 7])
    assert.ok(exchange(core, pieces(frame(BINARY, longest), bytes)).sent.equals(sent));
});

test('frames: a key is used from its first byte on in each frame, whatever the length of the one before', () => {
  for (let length = 0; length < 20; length++) {
    const text = 'abcdefghijklmnopqrst'.slice(0, length);
    const data = Buffer.concat([part(TEXT, text), frame(0, text, { key: [1, 2, 3, 4] })]);
    assert.is(exchange(core, [data]).calls, `open text ${text}${text} close 1006`);
  }
});

test.run();
