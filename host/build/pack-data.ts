/**
 * Packs what a program has in its memory from the beginning: half of it are the zero bytes of texts in UTF-16, and the gaps between them.
 *
 * What is packed lies at the end of the memory, and `assembly/wasi/abi/packed-data.ts` unpacks it before anything else runs. It is a list of
 * tokens, each a byte: 0 + n, n zeros; 64 + n, and n bytes; 128 + n, and n bytes that are each followed by a zero. Then come, in 32 bits
 * each, where the tokens start and where what they stand for belongs.
 */
import { BinaryReader, leb128 } from '../component/binary-reader.ts';
import { CORE_PREAMBLE, PREAMBLE_BYTES, type Section, sections } from '../component/sections.ts';

const MEMORY_SECTION = 5;
const DATA_SECTION = 11;
const DATA_COUNT_SECTION = 12;
const PAGE_BYTES = 65536;
/** How a segment begins that is put into the first memory: a flag, `i32.const`. */
const ACTIVE = 0;
const I32_CONST = 0x41;
const END = 0x0b;
const ZEROS = 0;
const BYTES = 64;
const WIDE = 128;
/** The most that one token stands for. */
const MAX_COUNT = 63;
/** From how many zeros on a token for them is shorter than what they are otherwise. */
const MIN_ZEROS = 6;
/** From how many of them on bytes followed by zeros are worth tokens of their own. */
const MIN_WIDE = 3;
/** Where the tokens start, and where what they stand for belongs. */
const TRAILER_BYTES = 8;

/** What a module has in its memory from the beginning. */
interface Image {
  start: number;
  bytes: Uint8Array;
}

/** Reads the image of a data section; undefined: there is nothing, or something that is not known here. */
function imageOf(content: Uint8Array): Image | undefined {
  const reader = new BinaryReader(content);
  const segments: [start: number, bytes: Uint8Array][] = [];
  for (let left = reader.u32(); left > 0; left--) {
    if (reader.u8() !== ACTIVE || reader.u8() !== I32_CONST) return undefined;
    const start = reader.u32(); // signed, so a small one may have one byte more: the value is the same
    if (reader.u8() !== END) return undefined;
    const length = reader.u32();
    segments.push([start, content.subarray(reader.at, (reader.at += length))]);
  }
  if (segments.length === 0) return undefined;
  const start = Math.min(...segments.map(([at]) => at));
  const bytes = new Uint8Array(Math.max(...segments.map(([at, data]) => at + data.length)) - start);
  for (const [at, data] of segments) bytes.set(data, at - start);
  return { start, bytes };
}

/** Counts the zeros from `at` on. */
function zerosAt(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end] === 0) end++;
  return end - at;
}

/** Counts the bytes from `at` on that are each followed by a zero, up to many zeros. */
function wideAt(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end + 1 < bytes.length && bytes[end + 1] === 0 && zerosAt(bytes, end) < MIN_ZEROS) end += 2;
  return (end - at) / 2;
}

/** Makes the tokens of an image. */
function pack(bytes: Uint8Array): Uint8Array {
  const packed: number[] = [];
  /** Adds tokens for `count` items from `from` on, each of which takes `size` bytes; zeros are not written. */
  const add = (kind: number, from: number, count: number, size: number): void => {
    for (let done = 0; done < count; done += MAX_COUNT) {
      const part = Math.min(count - done, MAX_COUNT);
      packed.push(kind + part);
      const written = kind === ZEROS ? 0 : part;
      for (let i = done; i < done + written; i++) packed.push(bytes[from + size * i]!);
    }
  };
  for (let at = 0; at < bytes.length;) {
    const start = at;
    const zeros = zerosAt(bytes, at);
    const wide = wideAt(bytes, at);
    if (zeros >= MIN_ZEROS || wide < MIN_WIDE) {
      at += zeros;
      add(ZEROS, start, zeros, 1);
      const from = at;
      while (at < bytes.length && bytes[at] !== 0 && wideAt(bytes, at) < MIN_WIDE) at++;
      add(BYTES, from, at - from, 1);
    } else {
      at += 2 * wide;
      add(WIDE, start, wide, 2);
    }
  }
  return Uint8Array.from(packed);
}

/** Makes a section. */
function section(id: number, ...parts: Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(id, ...leb128(content.length)), content]);
}

/** Writes a number as `i32.const` has it. */
function signedLeb128(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signedLeb128(Math.floor(value / 0x80))];
}

/** Returns a core module of asc's, the memory of which is its own, with its data packed; or as it is, where the memory has no capacity for both. */
export function withPackedData(core: Uint8Array): Uint8Array {
  const parts = [...sections(core, CORE_PREAMBLE)];
  const contentOf = (id: number): Uint8Array | undefined => parts.find((part) => part.id === id)?.content;
  const [memory, data] = [contentOf(MEMORY_SECTION), contentOf(DATA_SECTION)];
  const image = data && imageOf(data);
  if (memory === undefined || image === undefined) return core;
  const limits = new BinaryReader(memory, 2); // after how many memories there are, and what kind this one is
  const end = limits.u32() * PAGE_BYTES;
  const tokens = pack(image.bytes);
  const start = end - TRAILER_BYTES - tokens.length;
  if (start < image.start + image.bytes.length) return core;
  const trailer = Uint8Array.from(new Uint8Array(Uint32Array.of(start, image.start).buffer));
  const segment = [
    1,
    ACTIVE,
    I32_CONST,
    ...signedLeb128(start),
    END,
    ...leb128(tokens.length + TRAILER_BYTES),
  ];
  const changed = ({ id, whole }: Section): Uint8Array => {
    if (id === DATA_COUNT_SECTION) return section(id, Uint8Array.of(1));
    return id === DATA_SECTION ? section(id, Uint8Array.from(segment), tokens, trailer) : whole;
  };
  return Buffer.concat([core.subarray(0, PREAMBLE_BYTES), ...parts.map(changed)]);
}
