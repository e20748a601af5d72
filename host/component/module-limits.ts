/**
 * Writes limits for memory and tables into a core module, and refuses a module that can't be limited.
 *
 * JavaScript has no hook for a guest that grows its memory, so the limits have to be in the module before it is compiled. The module has
 * been compiled once and so is valid. Source: WebAssembly core specification, "Binary Format".
 */
import { ComponentError } from '../errors.ts';
import { ModuleReader, leb128 } from './module-reader.ts';
import type { Section } from './sections.ts';

/** The default limit of a guest's memory. */
export const DEFAULT_MEMORY_BYTES = 2 ** 30;
/** The most memory that 32-bit addresses can reach. */
export const MAX_MEMORY_BYTES = 2 ** 32;

const PAGE_BYTES = 65536;
/** The most entries of all tables together; each takes tens of bytes. */
const MAX_TABLE_ENTRIES = 1_000_000;
const HAS_MAX = 1;

const CORE_PREAMBLE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const TYPE = 1;
const IMPORT = 2;
const FUNCTION = 3;
const TABLE = 4;
const MEMORY = 5;
const EXPORT = 7;

const I32 = 0x7f;
const INTEGERS = new Set([I32, 0x7e]);
/** Numbers, vectors, funcref and externref: a guest can't create any number of objects with these. */
const VALUE_TYPES = new Set([...INTEGERS, 0x7d, 0x7c, 0x7b, 0x70, 0x6f]);
const FUNCTION_TYPE = 0x60;
const FUNCTION_KIND = 0;

interface Signature {
  parameters: number[];
  results: number[];
}

/** The name of the export that runs a command. */
export const RUN = /^wasi:cli\/run@0\.2\.\d+#run$/;

/** The exports whose types the component model prescribes: i32 parameters, one i32 result. */
const EXPORTS: [name: RegExp, parameters: number][] = [
  [RUN, 0],
  [/^cabi_realloc$/, 4],
];

/** Returns the bytes of a module with limits. Throws ComponentError when it starts above a limit, or can't be limited. */
export function withLimits(core: readonly Section[], maxMemoryBytes: number): Uint8Array {
  const types: Signature[] = [];
  const functions: number[] = [];
  const parts: Uint8Array[] = [CORE_PREAMBLE];
  for (const section of core) {
    const reader = new ModuleReader(section.content);
    if (section.id === TYPE) types.push(...readTypes(reader));
    else if (section.id === IMPORT) functions.push(...readImports(reader, types));
    else if (section.id === FUNCTION) functions.push(...reader.list(() => reader.u32()));
    else if (section.id === EXPORT) checkExports(reader, types, functions);
    parts.push(rewritten(section, reader, maxMemoryBytes));
  }
  return Buffer.concat(parts);
}

function rewritten({ id, whole }: Section, reader: ModuleReader, maxMemoryBytes: number): Uint8Array {
  if (id !== TABLE && id !== MEMORY) return whole;
  const content = id === TABLE ? limitedTables(reader) : limitedMemory(reader, maxMemoryBytes);
  return Uint8Array.from([id, ...leb128(content.length), ...content]);
}

function readTypes(reader: ModuleReader): Signature[] {
  const values = (): number[] =>
    reader.list(() => {
      const type = reader.u8();
      if (!VALUE_TYPES.has(type)) throw unlimited('reference types other than funcref and externref');
      return type;
    });
  return reader.list(() => {
    if (reader.u8() !== FUNCTION_TYPE) throw unlimited('garbage-collected types');
    return { parameters: values(), results: values() };
  });
}

/**
 * Returns the types of the imported functions. They may have integers only, which is all that the host's functions expect; whether the
 * host has them is checked later.
 */
function readImports(reader: ModuleReader, types: Signature[]): number[] {
  return reader.list(() => {
    const name = `${reader.text()} ${reader.text()}`;
    const isFunction = reader.u8() === FUNCTION_KIND;
    const type = isFunction ? reader.u32() : -1;
    const { parameters, results } = types[type] ?? { parameters: [-1], results: [] };
    if ([...parameters, ...results].every((value) => INTEGERS.has(value))) return type;
    throw new ComponentError('ERR_MISSING_IMPORT', `its import ${name} has another type than the host's`);
  });
}

function checkExports(reader: ModuleReader, types: Signature[], functions: number[]): void {
  reader.list(() => {
    const name = reader.text();
    const kind = reader.u8();
    const index = reader.u32();
    const wanted = EXPORTS.find(([pattern]) => pattern.test(name));
    if (kind !== FUNCTION_KIND || wanted === undefined) return;
    const { parameters, results } = types[functions[index]!]!;
    const isExpected =
      parameters.length === wanted[1] &&
      results.length === 1 &&
      [...parameters, ...results].every((t) => t === I32);
    if (!isExpected)
      throw new ComponentError('ERR_MALFORMED', `${name} has another type than the component model asks for`);
  });
}

function limitedMemory(reader: ModuleReader, maxBytes: number): number[] {
  const memories = reader.list(() => {
    const flags = reader.u8();
    if (flags > HAS_MAX)
      throw new ComponentError(
        'ERR_LIMIT',
        'its memory is shared or has 64-bit addresses, which components do not use',
      );
    const min = reader.u32();
    const max = flags === HAS_MAX ? reader.u32() : Infinity;
    if (min * PAGE_BYTES > maxBytes) {
      const message = `its memory starts with ${min * PAGE_BYTES} bytes, above the limit of ${maxBytes}: raise limits.memoryBytes`;
      throw new ComponentError('ERR_LIMIT', message);
    }
    return [HAS_MAX, ...leb128(min), ...leb128(Math.min(max, Math.floor(maxBytes / PAGE_BYTES)))];
  });
  if (memories.length > 1) throw unlimited('several memories');
  return [memories.length, ...memories.flat()];
}

function limitedTables(reader: ModuleReader): number[] {
  const count = reader.u32();
  const share = Math.floor(MAX_TABLE_ENTRIES / count);
  const content = leb128(count);
  for (let i = 0; i < count; i++) {
    const type = reader.u8();
    const flags = reader.u8();
    if (!VALUE_TYPES.has(type) || flags > HAS_MAX)
      throw unlimited('a shared or 64-bit table, or one of other references');
    const min = reader.u32();
    const max = flags === HAS_MAX ? reader.u32() : Infinity;
    if (min > share) {
      const message = `one of its ${count} tables starts with ${min} entries, above the limit of ${share} each`;
      throw new ComponentError('ERR_LIMIT', message);
    }
    content.push(type, HAS_MAX, ...leb128(min), ...leb128(Math.min(max, share)));
  }
  return content;
}

function unlimited(what: string): ComponentError {
  return new ComponentError('ERR_LIMIT', `it has ${what}, whose memory can't be limited here`);
}
