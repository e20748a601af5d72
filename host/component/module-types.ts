/** What a core module imports and exports, with the types of functions. Source: WebAssembly core specification, "Binary Format". */
import { ComponentError } from '../errors.ts';
import { BinaryReader } from './binary-reader.ts';
import type { Section } from './sections.ts';

export const CORE_TYPE = 1;
export const CORE_IMPORT = 2;
export const CORE_FUNCTION = 3;
export const CORE_TABLE = 4;
export const CORE_MEMORY = 5;
export const CORE_EXPORT = 7;

export const FUNCTION_KIND = 0;
export const TABLE_KIND = 1;
export const MEMORY_KIND = 2;
export const GLOBAL_KIND = 3;
export const TAG_KIND = 4;

export const I32 = 0x7f;
const I64 = 0x7e;
/** Numbers, vectors, funcref and externref: a guest can't create any number of objects with these. */
const VALUE_TYPES = new Set([I32, I64, 0x7d, 0x7c, 0x7b, 0x70, 0x6f]);
const FUNCTION_TYPE = 0x60;
const HAS_MAX = 1;

/** A function's type. */
export interface Signature {
  parameters: number[];
  results: number[];
}

/** An import of a module. */
export interface ModuleImport {
  module: string;
  name: string;
  kind: number;
  /** A function's. */
  signature?: Signature;
}

/** An export of a module. */
export interface ModuleExport {
  kind: number;
  /** A function's. */
  signature?: Signature;
}

/** The types of a core module. */
export interface ModuleTypes {
  imports: ModuleImport[];
  exports: Map<string, ModuleExport>;
  /** How many tables and memories it has of its own. */
  tables: number;
  memories: number;
}

/** Whether a type consists of integers only: what the host's functions take. */
export function isOfIntegers({ parameters, results }: Signature): boolean {
  return [...parameters, ...results].every((value) => value === I32 || value === I64);
}

/** Whether a function takes that many i32 and returns one. */
export function returnsI32(signature: Signature | undefined, parameters: number): boolean {
  return (
    signature !== undefined &&
    signature.parameters.length === parameters &&
    signature.results.length === 1 &&
    [...signature.parameters, ...signature.results].every((value) => value === I32)
  );
}

/** Reads the types of a module that is valid. Throws ComponentError where it has types whose memory can't be limited. */
export function moduleTypes(core: readonly Section[]): ModuleTypes {
  const types: Signature[] = [];
  const functions: number[] = [];
  const found: ModuleTypes = { imports: [], exports: new Map(), tables: 0, memories: 0 };
  for (const { id, content } of core) {
    const reader = new BinaryReader(content);
    if (id === CORE_TYPE) types.push(...readTypes(reader));
    else if (id === CORE_FUNCTION) functions.push(...reader.list(() => reader.u32()));
    else if (id === CORE_TABLE) found.tables += reader.u32();
    else if (id === CORE_MEMORY) found.memories += reader.u32();
    else if (id === CORE_IMPORT) found.imports.push(...readImports(reader, types, functions));
    else if (id === CORE_EXPORT)
      reader.list(() => {
        const name = reader.text();
        const kind = reader.u8();
        const index = reader.u32();
        found.exports.set(
          name,
          kind === FUNCTION_KIND ? { kind, signature: types[functions[index]!]! } : { kind },
        );
      });
  }
  return found;
}

/** What can't be limited, as an error. */
export function unlimited(what: string): ComponentError {
  return new ComponentError('ERR_LIMIT', `it has ${what}, whose memory can't be limited here`);
}

/** Reads a type of values. Throws ComponentError for references to what a guest can create without bound. */
export function readValueType(reader: BinaryReader): number {
  const type = reader.u8();
  if (!VALUE_TYPES.has(type)) throw unlimited('reference types other than funcref and externref');
  return type;
}

function readTypes(reader: BinaryReader): Signature[] {
  const values = (): number[] => reader.list(() => readValueType(reader));
  return reader.list(() => {
    if (reader.u8() !== FUNCTION_TYPE) throw unlimited('garbage-collected types');
    return { parameters: values(), results: values() };
  });
}

function readImports(reader: BinaryReader, types: Signature[], functions: number[]): ModuleImport[] {
  return reader.list(() => {
    const place = { module: reader.text(), name: reader.text(), kind: reader.u8() };
    if (place.kind === FUNCTION_KIND) {
      const type = reader.u32();
      functions.push(type);
      return { ...place, signature: types[type]! };
    }
    if (place.kind === TAG_KIND) {
      reader.u8(); // its attribute: an exception
      reader.u32();
      return place;
    }
    if (place.kind === GLOBAL_KIND) {
      readValueType(reader);
      reader.u8(); // whether it can be changed
      return place;
    }
    if (place.kind === TABLE_KIND) readValueType(reader);
    const flags = reader.u8();
    if (flags > HAS_MAX)
      throw new ComponentError(
        'ERR_LIMIT',
        `it imports a memory or table that is shared or has 64-bit addresses`,
      );
    reader.u32();
    if (flags === HAS_MAX) reader.u32();
    return place;
  });
}
