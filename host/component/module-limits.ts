/**
 * Makes a core module that can't grow beyond limits, and refuses one that can't be limited.
 *
 * The engine of JavaScript asks nobody when a guest grows its memory, so the limits are written into the module before it is compiled.
 * The module is known to be valid. Source: WebAssembly core specification, "Binary Format".
 */
import { ComponentError } from '../errors.ts';
import { ModuleReader, leb128 } from './module-reader.ts';
import type { Section } from './sections.ts';

/** What a guest's memory may have at most where nothing else is said. */
export const DEFAULT_MEMORY_BYTES = 2 ** 30;
/** What 32-bit addresses reach. */
export const MAX_MEMORY_BYTES = 2 ** 32;

const PAGE_BYTES = 65536;
/** Of all tables together; each takes tens of bytes. */
const MAX_TABLE_ENTRIES = 1_000_000;
const HAS_MOST = 1;

const CORE_PREAMBLE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const TYPE = 1;
const IMPORT = 2;
const FUNCTION = 3;
const TABLE = 4;
const MEMORY = 5;
const EXPORT = 7;

const I32 = 0x7f;
const INTEGERS = new Set([I32, 0x7e]);
/** Numbers, vectors, functions and references of the host's: a guest can't make more and more of them. */
const VALUE_TYPES = new Set([...INTEGERS, 0x7d, 0x7c, 0x7b, 0x70, 0x6f]);
const FUNCTION_TYPE = 0x60;
const FUNCTION_KIND = 0;

interface Signature {
  parameters: number[];
  results: number[];
}

/** The command's entry among the exports of a core module. */
export const RUN = /^wasi:cli\/run@0\.2\.\d+#run$/;

/** What the component model asks of exports. */
const EXPORTS: [name: RegExp, parameters: number][] = [
  [RUN, 0],
  [/^cabi_realloc$/, 4],
];

/** Gives the module of these sections with limits. Throws ComponentError when it starts above them, or can't be limited. */
export function limited(core: readonly Section[], maxMemoryBytes: number): Uint8Array {
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
      if (!VALUE_TYPES.has(type)) throw unlimited('values of types');
      return type;
    });
  return reader.list(() => {
    if (reader.u8() !== FUNCTION_TYPE) throw unlimited('objects');
    return { parameters: values(), results: values() };
  });
}

/** Gives the types of the imported functions. What the host lacks is found later; here they get no values that it could mistake. */
function readImports(reader: ModuleReader, types: Signature[]): number[] {
  return reader.list(() => {
    const name = `${reader.text()} ${reader.text()}`;
    const isFunction = reader.u8() === FUNCTION_KIND;
    const type = isFunction ? reader.u32() : -1;
    const { parameters, results } = types[type] ?? { parameters: [-1], results: [] };
    if ([...parameters, ...results].every((value) => INTEGERS.has(value))) return type;
    throw new ComponentError('ERR_MISSING_IMPORT', `an import of it is of another kind: ${name}`);
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
    const isGood =
      parameters.length === wanted[1] &&
      results.length === 1 &&
      [...parameters, ...results].every((t) => t === I32);
    if (!isGood)
      throw new ComponentError('ERR_MALFORMED', `${name} has another type than the component model asks for`);
  });
}

function limitedMemory(reader: ModuleReader, maxBytes: number): number[] {
  const memories = reader.list(() => {
    const flags = reader.u8();
    if (flags > HAS_MOST)
      throw new ComponentError(
        'ERR_LIMIT',
        'its memory is shared or has 64-bit addresses, which no component has',
      );
    const least = reader.u32();
    const most = flags === HAS_MOST ? reader.u32() : Infinity;
    if (least * PAGE_BYTES > maxBytes) {
      const message = `its memory starts with ${least * PAGE_BYTES} bytes, of which it may have ${maxBytes}: raise limits.memoryBytes`;
      throw new ComponentError('ERR_LIMIT', message);
    }
    return [HAS_MOST, ...leb128(least), ...leb128(Math.min(most, Math.floor(maxBytes / PAGE_BYTES)))];
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
    if (!VALUE_TYPES.has(type) || flags > HAS_MOST) throw unlimited('a table of a special kind');
    const least = reader.u32();
    const most = flags === HAS_MOST ? reader.u32() : Infinity;
    if (least > share) {
      const message = `a table of it starts with ${least} entries, of which ${count} may have ${share} each`;
      throw new ComponentError('ERR_LIMIT', message);
    }
    content.push(type, HAS_MOST, ...leb128(least), ...leb128(Math.min(most, share)));
  }
  return content;
}

function unlimited(what: string): ComponentError {
  return new ComponentError('ERR_LIMIT', `it has ${what}, whose use of memory can't be limited here`);
}
