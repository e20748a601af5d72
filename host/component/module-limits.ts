/**
 * Writes limits for memory and tables into a core module, and refuses a module that can't be limited.
 *
 * JavaScript has no hook for a guest that grows its memory, so the limits have to be in the module before it is compiled. The result
 * is compiled, and so is checked. Source: WebAssembly core specification, "Binary Format".
 */
import { ComponentError } from '../errors.ts';
import { BinaryReader, leb128 } from './binary-reader.ts';
import { CORE_MEMORY, CORE_TABLE, readValueType, unlimited } from './module-types.ts';
import { CORE_PREAMBLE, type Section } from './sections.ts';

/** The default limit of a guest's memory. */
export const DEFAULT_MEMORY_BYTES = 2 ** 30;
/** The most memory that 32-bit addresses can reach. */
export const MAX_MEMORY_BYTES = 2 ** 32;
/** The most entries of all tables together; each takes tens of bytes. */
const MAX_TABLE_ENTRIES = 1_000_000;

const PAGE_BYTES = 65536;
const HAS_MAX = 1;

/** The bounds of a module. */
export interface ModuleLimits {
  memoryBytes: number;
  /** How many tables share the entries that there may be, those of other modules included. */
  tables: number;
}

/** Returns the bytes of a module with limits. Throws ComponentError when it starts above a limit, or can't be limited. */
export function withLimits(core: readonly Section[], limits: ModuleLimits): Uint8Array {
  return Buffer.concat([CORE_PREAMBLE, ...core.map((section) => rewritten(section, limits))]);
}

function rewritten({ id, content, whole }: Section, limits: ModuleLimits): Uint8Array {
  if (id !== CORE_TABLE && id !== CORE_MEMORY) return whole;
  const reader = new BinaryReader(content);
  const limited =
    id === CORE_TABLE ? limitedTables(reader, limits.tables) : limitedMemory(reader, limits.memoryBytes);
  return Uint8Array.from([id, ...leb128(limited.length), ...limited]);
}

function limitedMemory(reader: BinaryReader, maxBytes: number): number[] {
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

function limitedTables(reader: BinaryReader, tables: number): number[] {
  const share = Math.floor(MAX_TABLE_ENTRIES / Math.max(tables, 1)); // 0: those of modules that are never instantiated
  const count = reader.u32();
  const content = leb128(count);
  for (let i = 0; i < count; i++) {
    const type = readValueType(reader);
    const flags = reader.u8();
    if (flags > HAS_MAX) throw unlimited('a shared or 64-bit table, or one that is filled at the start');
    const min = reader.u32();
    const max = flags === HAS_MAX ? reader.u32() : Infinity;
    if (min > share) {
      const message = `one of its ${tables} tables starts with ${min} entries, above the limit of ${share} each`;
      throw new ComponentError('ERR_LIMIT', message);
    }
    content.push(type, HAS_MAX, ...leb128(min), ...leb128(Math.min(max, share)));
  }
  return content;
}
