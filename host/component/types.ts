/** The types of a component, read only as far as they matter for running. Source: component-model, Binary.md, "Type Definitions". */
import type { BinaryReader } from './binary-reader.ts';
import type { Exports, TypeItem, TypeScope } from './items.ts';
import { unsupported } from './refusals.ts';
import { defined } from './scope.ts';
import { Malformed } from './sections.ts';

const OTHER: TypeItem = { kind: 'other' };

const TYPE_SORT = 3;
const OUTER = 2;

/** How many bytes of an imported type, which are read again, count as a definition. */
const BYTES_PER_COUNT = 64;

/** How deep types may be nested. */
const MAX_DEPTH = 100;

/** Reads a type, and returns what it is. Throws Malformed, ComponentError. */
export function readType(reader: BinaryReader, scope: TypeScope, depth = 0): TypeItem {
  if (depth > MAX_DEPTH) throw new Malformed();
  const code = reader.u8();
  switch (code) {
    case 0x40: // function
    case 0x43: // asynchronous function
      readFields(reader);
      if (reader.u8() === 0) reader.u32();
      else if (reader.u8() !== 0) throw new Malformed();
      return OTHER;
    case 0x41:
      readDeclarations(reader, within(scope), '', depth);
      return OTHER;
    case 0x42: {
      const start = reader.copy();
      readDeclarations(reader, within(scope), '', depth);
      return { kind: 'instance', reader: start, scope };
    }
    case 0x3f:
    case 0x3e:
      throw unsupported('resources of its own');
    default:
      readValueType(reader, code);
      return OTHER;
  }
}

/** Reads an instance type again for an import, and returns what the host exports there by it; `from`: the interface. */
export function importedExports(type: TypeItem, from: string): Exports {
  if (type.kind !== 'instance') throw new Malformed();
  const reader = type.reader.copy();
  const exports = readDeclarations(reader, within(type.scope), from, 0);
  // A long type that is imported again and again would keep the host reading.
  for (let bytes = reader.at - type.reader.at; bytes > 0; bytes -= BYTES_PER_COUNT) type.scope.count();
  return exports;
}

/** Makes the scope of a type's declarations. */
function within(parent: TypeScope): TypeScope {
  return { types: [], parent, count: parent.count };
}

/** Reads the declarations of an instance or component type; returns the exports. */
function readDeclarations(reader: BinaryReader, scope: TypeScope, from: string, depth: number): Exports {
  const exports: Exports = new Map();
  reader.list(() => {
    scope.count();
    const code = reader.u8();
    if (code === 0x00) throw unsupported('core types of its own');
    else if (code === 0x01) scope.types.push(readType(reader, scope, depth + 1));
    else if (code === 0x02) scope.types.push(readTypeAlias(reader, scope));
    else if (code === 0x03 || code === 0x04)
      readDeclared(reader, scope, code === 0x04 ? exports : new Map(), from);
    else throw new Malformed();
  });
  return exports;
}

function readTypeAlias(reader: BinaryReader, scope: TypeScope): TypeItem {
  if (reader.u8() !== TYPE_SORT || reader.u8() !== OUTER)
    throw unsupported('aliases of another kind in its types');
  let outer: TypeScope | undefined = scope;
  for (let count = reader.u32(); count > 0 && outer !== undefined; count--) outer = outer.parent;
  return defined(defined(outer).types[reader.u32()]);
}

function readDeclared(reader: BinaryReader, scope: TypeScope, exports: Exports, from: string): void {
  const name = readExternName(reader);
  const { sort, type } = readExtern(reader, scope, from, name);
  if (sort === 'function') exports.set(name, { sort, item: { from, name } });
  if (sort !== 'type') return;
  exports.set(name, { sort, item: type });
  scope.types.push(type);
}

/** Reads the name of an import or export. */
export function readExternName(reader: BinaryReader): string {
  if (reader.u8() > 1) throw new Malformed();
  return reader.text();
}

/** What an import or export is said to be: its sort, and its type, or the type of the instance. */
export interface Extern {
  sort: 'function' | 'type' | 'instance' | 'component' | 'module' | 'value';
  type: TypeItem;
}

/** Reads what an import or export is said to be. A resource is one of the interface `from`, with its name. */
export function readExtern(reader: BinaryReader, scope: TypeScope, from: string, name: string): Extern {
  switch (reader.u8()) {
    case 0x00:
      reader.u8();
      reader.u32();
      return { sort: 'module', type: OTHER };
    case 0x01:
      reader.u32();
      return { sort: 'function', type: OTHER };
    case 0x02:
      throw unsupported('values');
    case 0x03: {
      const isNew = reader.u8() === 1;
      return {
        sort: 'type',
        type: isNew ? { kind: 'resource', from, name } : defined(scope.types[reader.u32()]),
      };
    }
    case 0x04:
      reader.u32();
      return { sort: 'component', type: OTHER };
    case 0x05:
      return { sort: 'instance', type: defined(scope.types[reader.u32()]) };
    default:
      throw new Malformed();
  }
}

/** Passes over named types: the parameters of a function, the fields of a record. */
function readFields(reader: BinaryReader): void {
  reader.list(() => {
    reader.text();
    reader.u32();
  });
}

function readOptional(reader: BinaryReader): void {
  if (reader.u8() === 1) reader.u32();
}

/** Passes over a type of values. Types within it are numbers or, as one byte, primitive. */
function readValueType(reader: BinaryReader, code: number): void {
  if ((code >= 0x73 && code <= 0x7f) || code === 0x64) return; // primitive
  if (code === 0x72) return readFields(reader);
  if (code === 0x71) {
    reader.list(() => {
      reader.text();
      readOptional(reader);
      reader.u8();
    });
  } else if (code === 0x6f) reader.list(() => reader.u32());
  else if (code === 0x6e || code === 0x6d) reader.list(() => reader.text());
  else if (code === 0x70 || code === 0x6b || code === 0x69 || code === 0x68) reader.u32();
  else if (code === 0x67 || code === 0x63) {
    reader.u32();
    reader.u32();
  } else if (code === 0x6a) {
    readOptional(reader);
    readOptional(reader);
  } else if (code === 0x66 || code === 0x65) readOptional(reader);
  else throw new Malformed();
}
