import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BINARY, CLOSE, PING, TEXT, closing, frame, serverFrame } from '../support/frames.ts';
import { type Limits, cut, exchange, loadWebSocket, openEcho, pieces } from '../support/web-socket.ts';

const test = suite('web-socket: rules');
const core = await loadWebSocket();

const part = (opcode: number, payload: string | Uint8Array): Buffer =>
  frame(opcode, payload, { isFinal: false });
const bad = Buffer.from([0xc0, 0x80]);
/** The header of a client's frame with a length in eight bytes, without its payload. */
const claiming = (length: bigint): Buffer => {
  const header = Buffer.alloc(14);
  header[0] = 0x80 | BINARY;
  header[1] = 0x80 | 127;
  header.writeBigUInt64BE(length & 0xffff_ffff_ffff_ffffn, 2);
  return header;
};

/** Frames that break a rule, after a message that arrives before them, and the close code that says so. */
const VIOLATIONS: Record<string, [code: number, frames: Buffer[], limits?: Limits]> = {
  'a frame that is not masked': [1002, [frame(TEXT, 'a', { key: null })]],
  'a control frame that is not masked': [1002, [frame(PING, 'a', { key: null })]],
  'the first reserved bit': [1002, [frame(TEXT, 'a', { reserved: 0x40 })]],
  'the second reserved bit': [1002, [frame(TEXT, 'a', { reserved: 0x20 })]],
  'the third reserved bit': [1002, [frame(PING, 'a', { reserved: 0x10 })]],
  'a continuation of nothing': [1002, [frame(0, 'a')]],
  'a message within a message': [1002, [part(TEXT, 'a'), frame(TEXT, 'b')]],
  'a control frame in fragments': [1002, [part(PING, 'a')]],
  'a control frame of 126 bytes': [1002, [frame(PING, 'p'.repeat(126))]],
  'a length whose highest bit is set': [1002, [claiming(-1n)]],
  'a length beyond 2^32': [1009, [claiming(2n ** 32n + 5n)]],
  'the greatest length': [1009, [claiming(2n ** 63n - 1n)]],
  'a close frame of one byte': [1002, [frame(CLOSE, 'x')]],
  'a reason that is not UTF-8': [1007, [frame(CLOSE, closing(1000, bad))]],
  'a reason that is cut in a character': [1007, [frame(CLOSE, closing(1000, Buffer.from([0xe2, 0x82])))]],
  'a text that is not UTF-8': [1007, [frame(TEXT, bad)]],
  'a text that ends within a character': [1007, [frame(TEXT, Buffer.from([0xe2, 0x82]))]],
  'a text whose fragments are not UTF-8 together': [1007, [part(TEXT, Buffer.from([0xe2])), frame(0, 'a')]],
  'a character with a fragment of ASCII within it': [
    1007,
    [part(TEXT, Buffer.from([0xe2])), part(0, 'a'), frame(0, Buffer.from([0x82, 0xac]))],
  ],
  'a message of one byte too many': [1009, [frame(TEXT, 'a'.repeat(101))], { maxMessageBytes: 100 }],
  'fragments of one byte too many together': [
    1009,
    [part(TEXT, 'a'.repeat(60)), frame(0, 'a'.repeat(41))],
    { maxMessageBytes: 100 },
  ],
  'a fragment of one byte too many': [
    1009,
    [part(TEXT, 'a'.repeat(20)), frame(0, 'a'.repeat(31))],
    { maxFrameBytes: 30 },
  ],
};
for (const opcode of [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
  VIOLATIONS[`opcode ${opcode}`] = [1002, [frame(opcode, 'a')]];
for (const code of [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535])
  VIOLATIONS[`a close frame with code ${code}`] = [1002, [frame(CLOSE, closing(code))]];

for (const [name, [code, frames, limits]] of Object.entries(VIOLATIONS)) {
  const data = Buffer.concat([frame(TEXT, 'good'), ...frames, frame(TEXT, 'late')]);
  const expected = {
    calls: `open text good close ${code}`,
    sent: Buffer.concat([serverFrame(TEXT, 'good'), serverFrame(CLOSE, closing(code))]),
  };

  test(`rules: ${name}: closes with ${code}`, () => assert.equal(exchange(core, [data], limits), expected));

  test(`rules: ${name}: closes with ${code}, whatever the split`, () => {
    for (let at = 1; at < data.length; at++)
      assert.equal(exchange(core, cut(data, at), limits), expected, `split at ${at}`);
    assert.equal(exchange(core, pieces(data, 1), limits), expected, 'byte by byte');
  });
}

for (const code of [
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
]) {
  test(`rules: a close frame with code ${code} is answered with the same code`, () => {
    const { calls, sent } = exchange(core, [frame(CLOSE, closing(code))]);
    assert.is(calls, `open close ${code}`);
    assert.equal(sent, serverFrame(CLOSE, closing(code)));
  });
}

test('rules: a message, and fragments, of just the greatest length arrive', () => {
  const text = 'a'.repeat(100);
  const limits = { maxMessageBytes: 100, maxFrameBytes: 100 };
  assert.is(exchange(core, [frame(TEXT, text)], limits).calls, `open text ${text} close 1006`);
  const fragments = [part(TEXT, 'a'.repeat(99)), frame(PING), frame(0, 'a')];
  assert.is(exchange(core, fragments, limits).calls, `open text ${text} close 1006`);
});

test('rules: a text that is not UTF-8 fails at its first wrong byte, before the frame is there', () => {
  openEcho(core);
  core.receive(frame(TEXT, `abc\u00e9${'x'.repeat(50)}`).subarray(0, 6 + 4));
  assert.ok(core.isOpen());
  core.receive(Buffer.from([0xff]));
  assert.not(core.isOpen());
  core.leave();
});

test('rules: what a header claims takes no memory', () => {
  const limits = { maxMessageBytes: 2 ** 31 - 1, maxFrameBytes: 2 ** 31 - 1, heldBytes: 1000 };
  const { calls } = exchange(core, [claiming(2n ** 31n - 1n), Buffer.alloc(500)], limits);
  assert.is(calls, 'open close 1006');
});

test('rules: more than all may hold together closes with 1013', () => {
  const { calls, sent } = exchange(core, [part(TEXT, 'a'.repeat(500)), part(0, 'a'.repeat(600))], {
    heldBytes: 1000,
  });
  assert.is(calls, 'open close 1013');
  assert.equal(sent, serverFrame(CLOSE, closing(1013)));
});

test('rules: what was held is free again for others', () => {
  const message = [part(TEXT, 'a'.repeat(500)), frame(0, 'a'.repeat(400))];
  for (let i = 0; i < 10; i++) {
    assert.match(exchange(core, message, { heldBytes: 1000 }).calls, /aaa close 1006$/);
    assert.is(exchange(core, message.slice(0, 1), { heldBytes: 1000 }).calls, 'open close 1006');
    assert.is(exchange(core, [...message, ...message], { heldBytes: 1000 }).calls.split('text').length, 3);
  }
});

test('rules: messages that wait for a slow client count as held, and are free again when they have been read', () => {
  const burst = Buffer.concat(Array.from({ length: 50 }, () => frame(TEXT, 'a'.repeat(20))));
  const enough = { heldBytes: burst.length, highWatermarkBytes: 10 };
  for (let i = 0; i < 10; i++) assert.is(exchange(core, [burst], enough).calls.split('text').length, 51);
  assert.match(exchange(core, [burst], { heldBytes: 500, highWatermarkBytes: 10 }).calls, /close 1013$/);
});

test.run();
