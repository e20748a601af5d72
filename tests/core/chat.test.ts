/** The parts of the chat that need no network: what lines are made of, names, and what is bounded. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadEntry } from '../support/compile.ts';
import { cut } from '../support/web-socket.ts';

interface ChatCore {
  clean(data: Uint8Array): string;
  problemOfName(name: string): string;
  keyOfName(name: string): string;
  openReader(limitBytes: number): void;
  arrive(data: Uint8Array): void;
  linesRead(): string[];
  openBucket(rate: number, burst: number): void;
  take(tokens: number, nowMs: number): boolean;
  waitMs(nowMs: number): number;
  openHistory(maxLines: number, maxBytes: number, roomCount: number): void;
  say(room: number, text: string): void;
  forget(room: number): void;
  kept(room: number): string[];
  keptBytes(): number;
}

const core = await loadEntry<ChatCore>('tests/core/guests/chat.ts');
const test = suite('chat');

const CLEAN: [sent: string, cleaned: string][] = [
  ['hello', 'hello'],
  ['tab\tand\nline', 'tab and line'],
  ['bell\x07 nul\0 delete\x7f', 'bell nul delete'],
  ['\x1b[1;31mred\x1b[0m \x1b]0;title\x07 \x1b', 'red ]0;title '],
  ['\x1b[', ''],
  ['\x1b[31', ''],
  ['C1 \u0080\u009b\u009f\u00a0', 'C1 \u00a0'],
  ['\u202aa\u202bb\u202cc\u202dd\u202ee', 'abcde'],
  ['\u2066a\u2067b\u2068c\u2069d', 'abcd'],
  ['\ufeffmark\u2028line\u2029', 'mark line '],
  [
    'Zo\u00eb \u05d0\u200f \u5c0f\u660e \ud83d\udc68\u200d\ud83d\udc69',
    'Zo\u00eb \u05d0\u200f \u5c0f\u660e \ud83d\udc68\u200d\ud83d\udc69',
  ],
];

test('chat: what no terminal and no page should be sent is taken out of a text', () => {
  for (const [sent, cleaned] of CLEAN)
    assert.is(core.clean(Buffer.from(sent)), cleaned, JSON.stringify(sent));
});

test('chat: bytes that are not UTF-8 become U+FFFD as with TextDecoder', () => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const starts = [0xc1, 0xc2, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff];
  const others = [0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc2];
  for (const a of starts)
    for (const b of others)
      for (const c of others)
        for (const d of others) {
          const bytes = Buffer.from([a, b, c, d]);
          const decoded = decoder.decode(bytes).replaceAll(/[\u0080-\u009f]/g, '');
          assert.is(core.clean(bytes), decoded, bytes.toString('hex'));
        }
});

test('chat: lines are the same wherever their bytes are cut, without what telnet sends by itself', () => {
  const bytes = Buffer.from(
    'one\ntwo\r\nthree\r\0four\rfive\n\n\xff\xfb\x18si\xff\xfa\x18\0\nx\xff\xff\xff\xf0x\xff\xf1\nlong line\nab\r\r\nlast',
    'latin1',
  );
  const whole = ['one', 'two', 'three', 'four', 'five', '', 'six', 'long l!', 'ab', ''];
  for (let at = 0; at <= bytes.length; at++) {
    core.openReader(6);
    for (const piece of cut(bytes, at)) core.arrive(piece);
    assert.equal(core.linesRead(), whole, `cut at ${at}`);
  }
  core.openReader(6);
  for (const byte of bytes) core.arrive(Buffer.from([byte]));
  assert.equal(core.linesRead(), whole);
});

test('chat: names have letters and digits of any script, and nothing that can not be seen', () => {
  for (const name of [
    'a',
    'x'.repeat(24),
    'A_-9',
    '9',
    'Zo\u00eb',
    '\u5c0f\u660e',
    '\u0418\u0432\u0430\u043d',
    '\ud83d\ude00',
  ])
    assert.is(core.problemOfName(name), '', name);
  for (const name of [
    '',
    'x'.repeat(25),
    '-a',
    '_a',
    'a b',
    'a:b',
    'a*',
    'e\u0301',
    'a\u200b',
    'a\u200d',
    'a\u3000b',
    'a\u3164',
    '\ue000',
    '\u{e0041}',
    'a\u00a0',
    'a\u00d7',
  ])
    assert.match(core.problemOfName(name), /^A name has /, JSON.stringify(name));
});

test('chat: names are the same whatever their case', () => {
  for (const [a, b] of [
    ['Alice', 'aLICE'],
    ['ZO\u00cb', 'zo\u00eb'],
    ['\u0418\u0412\u0410\u041d', '\u0438\u0432\u0430\u043d'],
  ])
    assert.is(core.keyOfName(a!), core.keyOfName(b!));
  assert.is.not(core.keyOfName('alice'), core.keyOfName('alicf'));
});

test('chat: after a burst only so much passes a second', () => {
  core.openBucket(10, 3);
  assert.equal(
    [0, 0, 0, 0].map((now) => core.take(1, now)),
    [true, true, true, false],
  );
  assert.is(core.waitMs(0), 100);
  assert.is(core.take(1, 99), false);
  assert.is(core.take(1, 100), true);
  assert.is(core.take(5, 10_000), true);
  assert.is(core.waitMs(10_000), 300);
  assert.is(core.waitMs(10_300), 0);
});

test('chat: a room keeps its last lines, and all rooms together no more than their bytes', () => {
  core.openHistory(3, 100_000, 2);
  for (const text of ['a', 'b', 'c', 'd']) core.say(0, text);
  assert.equal(core.kept(0), ['b', 'c', 'd']);
  core.openHistory(1000, 10_000, 2);
  for (let i = 0; i < 100; i++) core.say(i % 2, String(i));
  assert.ok(core.keptBytes() <= 10_000);
  assert.equal(
    [...core.kept(0), ...core.kept(1)].map(Number).toSorted((a, b) => a - b),
    Array.from({ length: 24 }, (_, i) => 76 + i),
  );
  core.forget(0);
  assert.equal(core.kept(0), []);
  assert.is(core.kept(1).length, 12);
  core.say(0, 'x'.repeat(10_000));
  assert.equal([core.kept(0), core.kept(1), core.keptBytes()], [[], [], 0]);
  core.say(1, 'y');
  assert.equal(core.kept(1), ['y']);
});

test.run();
