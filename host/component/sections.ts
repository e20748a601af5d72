/** The sections of a WebAssembly file, component or core module. Source: component-model, Binary.md. */

/** Names, producers and the like; no code. */
export const CUSTOM_SECTION = 0;
/** The sections of a component; each but the first and the fourth has a list of definitions. */
export const CORE_MODULE_SECTION = 1;
export const CORE_INSTANCE_SECTION = 2;
export const CORE_TYPE_SECTION = 3;
export const COMPONENT_SECTION = 4;
export const INSTANCE_SECTION = 5;
export const ALIAS_SECTION = 6;
export const TYPE_SECTION = 7;
export const CANONICAL_SECTION = 8;
export const IMPORT_SECTION = 10;
export const EXPORT_SECTION = 11;
/** Magic number and version, in bytes. */
export const PREAMBLE_BYTES = 8;
/** The preambles of core modules and of components. */
export const CORE_PREAMBLE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
export const COMPONENT_PREAMBLE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0);

/** The most sections of a file. Real components have about a hundred; each takes memory while it is read. */
const MAX_SECTIONS = 100_000;

/** The file ends within a section, a size is malformed, or there are too many sections. */
export class Malformed extends Error {}

export interface Section {
  id: number;
  content: Uint8Array;
  /** The section with its id and size. */
  whole: Uint8Array;
}

/** Yields the sections after the preamble, which has to be the one that is given. Throws Malformed. */
export function* sections(bytes: Uint8Array, preamble = COMPONENT_PREAMBLE): Generator<Section> {
  if (Buffer.compare(bytes.subarray(0, PREAMBLE_BYTES), preamble) !== 0) throw new Malformed();
  let at = PREAMBLE_BYTES;
  for (let count = 0; at < bytes.length; count++) {
    if (count === MAX_SECTIONS) throw new Malformed();
    const start = at;
    const id = bytes[at++]!;
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 28) throw new Malformed();
      size += (byte & 0x7f) * 2 ** shift; // LEB128
      if (byte < 0x80) break;
    }
    const end = at + size;
    if (end > bytes.length) throw new Malformed();
    yield { id, content: bytes.subarray(at, end), whole: bytes.subarray(start, end) };
    at = end;
  }
}
