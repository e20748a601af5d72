import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withPackedData } from '../../../host/build/pack-data.ts';
import { leb128 } from '../../../host/component/binary-reader.ts';
import { CORE_PREAMBLE } from '../../../host/component/sections.ts';
import { Random } from '../../simulator/random.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const PAGE_BYTES = 65536;
const test = suite('pack data');

type Segments = [start: number, bytes: Uint8Array][];

let unpacker: Uint8Array<ArrayBuffer>;
test.before(async () => {
  const options = [
    '--importMemory',
    '--runtime',
    'stub',
    '--initialMemory',
    '1',
    '--outFile',
    'unpacker.wasm',
    '--baseDir',
    root,
  ];
  await main(['assembly/wasi/abi/packed-data.ts', ...options], {
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') unpacker = contents as Uint8Array<ArrayBuffer>;
    },
  });
});

function section(id: number, ...content: number[]): number[] {
  return [id, ...leb128(content.length), ...content];
}

/** A core module with a memory of a page, exported, that starts with these segments at places from 64 to 8191. */
function moduleWith(segments: Segments): Uint8Array {
  const data = segments.flatMap(([start, bytes]) => [
    0,
    0x41,
    (start & 0x7f) | 0x80,
    start >> 7,
    0x0b,
    ...leb128(bytes.length),
    ...bytes,
  ]);
  const memory = section(5, 1, 1, 1, 1);
  const exported = section(7, 1, 6, ...Buffer.from('memory'), 2, 0);
  const counted = section(12, ...leb128(segments.length));
  return Uint8Array.from([
    ...CORE_PREAMBLE,
    ...memory,
    ...exported,
    ...counted,
    ...section(11, ...leb128(segments.length), ...data),
  ]);
}

/** The memory of a module once it was unpacked, up to where its packed data lay. */
function unpacked(core: Uint8Array): Buffer {
  const { memory } = new WebAssembly.Instance(new WebAssembly.Module(core as Uint8Array<ArrayBuffer>))
    .exports as {
    memory: WebAssembly.Memory;
  };
  const { unpackData } = new WebAssembly.Instance(new WebAssembly.Module(unpacker), {
    env: { memory, abort: () => {} },
  }).exports as { unpackData(): void };
  const bytes = Buffer.from(memory.buffer);
  const start = bytes.readUInt32LE(PAGE_BYTES - 8) || PAGE_BYTES;
  unpackData();
  return bytes.subarray(0, start);
}

function imageOf(segments: Segments, bytes: number): Buffer {
  const image = Buffer.alloc(bytes);
  for (const [start, content] of segments) image.set(content, start);
  return image;
}

test('pack data: texts take half as many bytes, and all is where it was', () => {
  const text = Buffer.from('a text that is not short at all, and goes on for a while', 'utf16le');
  const segments: Segments = Array.from({ length: 20 }, (_, i) => [1024 + i * 160, text]);
  const packed = withPackedData(moduleWith(segments));
  assert.ok(packed.length < moduleWith(segments).length * 0.6, `${packed.length}`);
  const memory = unpacked(packed);
  assert.ok(memory.equals(imageOf(segments, memory.length)));
});

test('pack data: any data is unpacked to what it was', () => {
  const random = new Random(1, 'data');
  for (let round = 0; round < 300; round++) {
    let start = 64;
    const segments: Segments = Array.from({ length: random.int(1, 8) }, () => {
      const bytes = Uint8Array.from({ length: random.int(1, 300) }, (_, i) =>
        round % 3 === 0 || (round % 3 === 1 && i % 2 === 0) ? random.int(0, 255) : random.int(0, 40) >> 5,
      );
      start += random.int(0, 200);
      const segment: Segments[number] = [start, bytes];
      start += bytes.length;
      return segment;
    });
    const memory = unpacked(withPackedData(moduleWith(segments)));
    assert.ok(memory.equals(imageOf(segments, memory.length)), `round ${round}`);
  }
});

test('pack data: where the memory is full, or there is none, or no data, nothing changes', () => {
  const full = moduleWith([[64, Buffer.alloc(PAGE_BYTES - 100, 'abc')]]);
  assert.is(withPackedData(full), full);
  assert.ok(unpacked(full).equals(imageOf([[64, Buffer.alloc(PAGE_BYTES - 100, 'abc')]], PAGE_BYTES)));
  for (const core of [CORE_PREAMBLE, moduleWith([])]) assert.is(withPackedData(core), core);
});

test.run();
