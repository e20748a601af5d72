/**
 * Compiles the files of a folder in: they lie in the memory of the program below what the compiler puts there, so that neither it nor
 * the optimizer ever sees them. `assembly/wasi/abi/embedded.ts` reads them, `assembly/http/static/embedded-files.ts` knows their order.
 */
import { BinaryReader, leb128 } from '../component/binary-reader.ts';
import { CORE_PREAMBLE, PREAMBLE_BYTES, sections } from '../component/sections.ts';
import { BuildError } from './build-error.ts';
import type { Binaryen } from './tools.ts';

/** Where the files start: the optimizer takes it that nobody uses what is below. */
const START = 1024;
const PAGE_BYTES = 65536;
/** Pages that a program starts with, as in asconfig.json. */
const OWN_PAGES = 16;
/** The source that knows where the files are. */
const SOURCE = /(?:^|\/)assembly\/wasi\/abi\/embedded\.ts$/;

const DATA_COUNT_SECTION = 12;
const DATA_SECTION = 11;
/** The offset of a segment: `i32.const 1024`, `end`. */
const AT_START = [0x41, 0x80, 0x08, 0x0b];

/** The function by which a program asks for the files. */
const READER = 'assembly/http/static/embedded-files/embeddedFiles';

/** A compiler transform: throws BuildError where the program, given by its source, never asks for the files that are compiled in. */
export function usesFiles(
  source: string,
  packageName: string,
): { afterCompile(module: InstanceType<Binaryen['Module']>): void } {
  return {
    afterCompile(module) {
      if (module.getFunction(packageName + READER)) return;
      throw new BuildError(
        'ERR_EMBED',
        `${source} does not call embeddedFiles(), which has the files to be compiled in`,
      );
    },
  };
}

/** Returns options that have asc leave the memory alone which this many bytes of files take. */
export function memoryOptions(bytes: number): string[] {
  const base = START + Math.ceil(bytes / 16) * 16;
  const pages = OWN_PAGES + Math.ceil(base / PAGE_BYTES);
  return ['--memoryBase', String(base), '--initialMemory', String(pages)];
}

/** Returns the text that a source of the core has in a program with this many bytes of files; `name`: its path, or asc's name. */
export function textWithFiles(name: string, text: string, bytes: number): string {
  if (!SOURCE.test(name)) return text;
  return text
    .replace('EMBEDDED_START: usize = 0', `EMBEDDED_START: usize = ${START}`)
    .replace('EMBEDDED_BYTES: i32 = 0', `EMBEDDED_BYTES: i32 = ${bytes}`);
}

/** Returns a core module, compiled with `memoryOptions`, with the files in its memory. */
export function withFiles(core: Uint8Array, files: Uint8Array): Uint8Array {
  const parts = [...sections(core, CORE_PREAMBLE)].map(({ id, content, whole }) => {
    if (id !== DATA_SECTION && id !== DATA_COUNT_SECTION) return whole;
    const count = new BinaryReader(content).u32();
    const before = content.subarray(leb128(count).length);
    const segment = id === DATA_SECTION ? [0, ...AT_START, ...leb128(files.length)] : [];
    const number = leb128(count + 1);
    const added = id === DATA_SECTION ? files : new Uint8Array();
    const bytes = number.length + before.length + segment.length + added.length;
    return Buffer.concat([
      Uint8Array.from([id, ...leb128(bytes), ...number]),
      before,
      Uint8Array.from(segment),
      added,
    ]);
  });
  return Buffer.concat([core.subarray(0, PREAMBLE_BYTES), ...parts]);
}
