/** The sections of a WebAssembly file, component or core module. Source: component-model, Binary.md. */

/** A core module within a component. */
export const CORE_MODULE_SECTION = 1;
/** Names, producers and the like; no code. */
export const CUSTOM_SECTION = 0;
/** Magic number and version, in bytes. */
export const PREAMBLE_BYTES = 8;

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

/** Yields the sections after the preamble. Throws Malformed. */
export function* sections(bytes: Uint8Array): Generator<Section> {
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
