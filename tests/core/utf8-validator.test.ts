import { isUtf8 } from 'node:buffer';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadWebSocket } from '../support/web-socket.ts';

const test = suite('utf8-validator');
const core = await loadWebSocket();

/** The bytes at the edges of all ranges that a first or a further byte may be in. */
const EDGES = [
  0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xec, 0xed, 0xee, 0xef,
];
EDGES.push(0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff);
const ALL = Array.from({ length: 256 }, (_, i) => i);

function check(...bytes: number[]): void {
  const data = Uint8Array.from(bytes);
  const expected = isUtf8(data);
  for (let split = 0; split <= data.length; split++)
    if (core.isUtf8(data, split) !== expected) assert.unreachable(`${bytes.join(' ')}, split at ${split}`);
}

test('utf8: each byte, and each pair of bytes, is judged as by Node', () => {
  check();
  for (const first of ALL) {
    check(first);
    for (const second of ALL) check(first, second);
  }
});

test('utf8: sequences of three and of four bytes from all edges are judged as by Node', () => {
  for (const first of EDGES)
    for (const second of EDGES)
      for (const third of EDGES) {
        check(first, second, third);
        for (const fourth of [0x7f, 0x80, 0xbf, 0xc0]) check(first, second, third, fourth);
      }
});

test('utf8: the first and the last character of each length, and those around the surrogates, are characters', () => {
  for (const code of [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff]) {
    const data = Buffer.from(`a${String.fromCodePoint(code)}z`);
    for (let split = 0; split <= data.length; split++) assert.ok(core.isUtf8(data, split), code.toString(16));
  }
});

test.run();
