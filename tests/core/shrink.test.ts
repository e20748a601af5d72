import binaryen from 'assemblyscript/binaryen';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { shrink } from '../../host/build/shrink.ts';

const test = suite('shrink');

const SOURCE = `
  export const latin: string = 'plain, and long enough to matter: ' + 'grüße';
  export const others: string = 'Ж 漢 \\u{1F600} and plain again';
  export const table: StaticArray<u8> = [1, 2, 3, 250, 0, 0, 7];
  export const wide: StaticArray<u64> = [0x0123456789abcdef];
  let started: i32 = latin.lastIndexOf('e');
  export function state(): i32 { return started; }
`;

/** Compiles a source text to a core module. */
async function compile(source: string): Promise<Uint8Array> {
  const asc = await import('assemblyscript/asc');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(['a.ts', '--outFile', 'a.wasm', '-O3s', '--use', 'abort='], {
    readFile: (name) => (name === 'a.ts' ? source : null),
    writeFile: (_name, contents) => {
      binary = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || !binary) throw new Error(stderr.toString());
  return binary;
}

async function memoryOf(core: Uint8Array): Promise<{ memory: Buffer; state: number }> {
  const { instance } = await WebAssembly.instantiate(core as Uint8Array<ArrayBuffer>);
  const { memory, state } = instance.exports as { memory: WebAssembly.Memory; state(): number };
  return { memory: Buffer.from(memory.buffer), state: state() };
}

test('shrink: the module starts with the memory that asc meant, and starts as before', async () => {
  const core = await compile(SOURCE);
  const before = await memoryOf(core);
  const after = await memoryOf(shrink(core, binaryen));
  assert.ok(before.memory.includes(Buffer.from('grüße', 'utf16le')));
  assert.ok(before.memory.equals(after.memory));
  assert.is(after.state, before.state);
});

test('shrink: text takes one byte a character', async () => {
  const core = await compile(SOURCE);
  const text = 'long enough';
  assert.ok(Buffer.from(core).includes(Buffer.from(text, 'utf16le')));
  assert.not(Buffer.from(shrink(core, binaryen)).includes(Buffer.from(text, 'utf16le')));
  assert.ok(shrink(core, binaryen).length < core.length);
});

test('shrink: a module without data stays one', async () => {
  const core = await compile('export function state(): i32 { return 7; }');
  const { exports } = (await WebAssembly.instantiate(shrink(core, binaryen) as Uint8Array<ArrayBuffer>))
    .instance;
  assert.is((exports as { state(): number }).state(), 7);
});

test.run();
