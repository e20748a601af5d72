/** Makes requests that nobody thought of from those of the corpus. */
import { Random } from '../../simulator/random.ts';
import { HTTP_CORPUS } from './corpus/index.ts';
import { LIMITS } from './corpus/limits.ts';

/** Longer ones would take long at each split. */
const MAX_BASE_BYTES = 2000;
const MAX_MUTATIONS = 6;

/** What means something to a parser. */
const PIECES = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\r',
  '\n\n',
  '\r\r\n',
  ' ',
  '\t',
  ':',
  ',',
  ';',
  '"',
  '\\',
  '%',
  '%00',
  '\x00',
  '\x0B',
  '\x7F',
  '\x80',
  '\xFF',
  '0',
  '5',
  'f',
  '0x',
  '-',
  '+',
  '0\r\n\r\n',
  '5\r\nhello\r\n',
  'ffffffff',
  '7fffffffffffffff',
  '18446744073709551616',
  'chunked',
  'identity',
  'Content-Length: 5\r\n',
  'Content-Length: 0\r\n',
  'Transfer-Encoding: chunked\r\n',
  'transfer-encoding:\tCHUNKED \r\n',
  'Transfer-Encoding: identity\r\n',
  'Connection: close\r\n',
  'Connection: keep-alive\r\n',
  'Expect: 100-continue\r\n',
  'Host: a\r\n',
  ' folded\r\n',
  'HTTP/1.0',
  'HTTP/1.1',
  'HTTP/2.0',
  'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
  'http://a/',
  '*',
];

const BASES = [...HTTP_CORPUS, ...LIMITS]
  .map(({ request }) => request)
  .filter(({ length }) => length <= MAX_BASE_BYTES);

/** Each returns a text changed in one place. */
const MUTATIONS: ((text: string, random: Random) => string)[] = [
  (text, random) => put(text, random, 0, random.pick(PIECES)),
  (text, random) => put(text, random, random.int(1, 4), random.pick(PIECES)),
  (text, random) => put(text, random, 1, String.fromCharCode(random.int(0, 255))),
  (text, random) => put(text, random, random.size(1, 40), ''),
  (text, random) => put(text, random, 0, part(text, random)),
  (text, random) => put(text, random, 0, part(text, random).repeat(random.size(1, 50))),
  (text, random) => put(text, random, 0, part(random.pick(BASES), random)),
  (text, random) => text.slice(0, random.int(0, text.length)),
  (text, random) => text.replaceAll('\r\n', random.pick(['\n', '\r', '\r\r\n', '\r\n\r\n', '\r\n '])),
  (text, random) => text.replace('\r\n', random.pick(['\n', '\r', '\r\r\n', '\r\n\r\n', '\r\n '])),
];

function put(text: string, random: Random, length: number, piece: string): string {
  const at = random.int(0, text.length);
  return text.slice(0, at) + piece + text.slice(at + length);
}

function part(text: string, random: Random): string {
  const at = random.int(0, text.length);
  return text.slice(at, at + random.size(1, 80));
}

/** The bytes that a seed makes: one to three requests, changed in a few places. */
export function mutated(seed: number): Buffer {
  const random = new Random(seed, 'http');
  let text = '';
  for (let i = random.int(1, 3); i > 0; i--) text += random.pick(BASES);
  for (let i = random.int(0, MAX_MUTATIONS); i > 0; i--) text = random.pick(MUTATIONS)(text, random);
  return Buffer.from(text, 'latin1');
}
