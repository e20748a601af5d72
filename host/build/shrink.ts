import type { Binaryen } from './tools.ts';

type Module = InstanceType<Binaryen['Module']>;

/** What it takes, about, to put back a byte that is not 0. */
const CODE_BYTES = 8;

interface Data {
  bytes: Uint8Array;
  start: number;
}

/** What binaryen's type declarations lack. */
interface DataSegments {
  getNumDataSegments(): number;
  getDataSegmentByIndex(index: number): number;
  getDataSegmentInfo(segment: number): { offset: number; data: ArrayBuffer };
}

/** Gives the module's data as one piece, of an even number of bytes. */
function readData(module: DataSegments): Data {
  const segments = Array.from({ length: module.getNumDataSegments() }, (_, i) =>
    module.getDataSegmentInfo(module.getDataSegmentByIndex(i)),
  );
  const start = Math.min(...segments.map(({ offset }) => offset)) & ~1;
  const end = Math.max(...segments.map(({ offset, data }) => offset + data.byteLength));
  const bytes = new Uint8Array(segments.length > 0 ? (end - start + 1) & ~1 : 0);
  for (const { offset, data } of segments) bytes.set(new Uint8Array(data), offset - start);
  return { bytes, start };
}

/** Adds the function that puts the zeros back, from the end on, and then does what the module did at its start. */
function addUnpack(
  binaryen: Binaryen,
  module: Module,
  start: number,
  length: number,
  odd: [number, number][],
): void {
  const { i32 } = module;
  const at = (): number => module.local.get(0, binaryen.i32);
  const target = i32.add(i32.const(start), i32.shl(at(), i32.const(1)));
  const loop = module.block(null, [
    module.local.set(0, i32.sub(at(), i32.const(1))),
    i32.store16(0, 2, target, i32.load8_u(start, 1, at())),
    module.br_if('next', at()),
  ]);
  const first = module.getStart();
  const body = module.block(null, [
    module.local.set(0, i32.const(length)),
    module.loop('next', loop),
    ...odd.map(([place, byte]) => i32.store8(place, 1, i32.const(0), i32.const(byte))),
    ...(first ? [module.call(binaryen.getFunctionInfo(first).name, [], binaryen.none)] : []),
  ]);
  module.setStart(module.addFunction('unpack', binaryen.none, binaryen.none, [binaryen.i32], body));
}

/** Leaves out every other byte of the data, mostly zeros; the module puts them back when it starts. */
function packData(binaryen: Binaryen, module: Module): void {
  const { bytes, start } = readData(module as unknown as DataSegments);
  const packed = bytes.filter((_, i) => i % 2 === 0);
  const odd = [...bytes.entries()].filter(([i, byte]) => i % 2 === 1 && byte !== 0);
  if (odd.length * CODE_BYTES >= packed.length) return;
  addUnpack(
    binaryen,
    module,
    start,
    packed.length,
    odd.map(([i, byte]) => [start + i, byte]),
  );
  const { initial, max } = module.getMemoryInfo();
  const segment = { offset: module.i32.const(start), data: packed, passive: false };
  module.removeExport('memory'); // setMemory adds it anew
  module.setMemory(initial, max ?? -1, 'memory', [segment], false, false, '0');
}

/**
 * Makes a core module of asc's smaller, and nothing else of it.
 *
 * Its data is mostly text, two bytes a character of which the second is 0. What asc leaves to be inlined is a little more.
 */
export function shrink(core: Uint8Array, binaryen: Binaryen): Uint8Array {
  const { MutableGlobals, SignExt, BulkMemory, BulkMemoryOpt } = binaryen.Features;
  const module = binaryen.readBinary(core);
  module.setFeatures(MutableGlobals | SignExt | BulkMemory | BulkMemoryOpt); // what asc uses beyond the first version
  packData(binaryen, module);
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(2);
  binaryen.setOneCallerInlineMaxSize(-1); // any size: asc sets a small one
  module.optimize();
  const binary = module.emitBinary();
  module.dispose();
  return binary;
}
