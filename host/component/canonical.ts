/** Canonical definitions: what stands between core functions and those of components. Source: component-model, Binary.md. */
import type { BinaryReader } from './binary-reader.ts';
import { forWasi03, unsupported } from './refusals.ts';
import { Malformed } from './sections.ts';

const LIFT = 0x00;
const LOWER = 0x01;
const RESOURCE_NEW = 0x02;
const RESOURCE_DROP = 0x03;
const RESOURCE_REP = 0x04;
/** The built-ins of threads are `thread.index` to `thread.yield-to` and `thread.spawn-ref` to `thread.available-parallelism`. */
const THREADS = [
  [0x26, 0x2f],
  [0x40, 0x42],
] as const;

/** A canonical definition. Indices are -1 where there is none. */
export interface Canonical {
  /** 0: a core function is lifted; 1: a function is lowered; 3: the core function that drops a resource. */
  opcode: typeof LIFT | typeof LOWER | typeof RESOURCE_DROP;
  /** The function, or the resource's type. */
  subject: number;
  memory: number;
  realloc: number;
}

/** Reads a canonical definition. Throws ComponentError where it is none that is run here. */
export function canonical(reader: BinaryReader): Canonical {
  const opcode = reader.u8();
  if (opcode === RESOURCE_DROP) return { opcode, subject: reader.u32(), memory: -1, realloc: -1 };
  if (opcode === RESOURCE_NEW || opcode === RESOURCE_REP) throw unsupported('resources of its own');
  if (THREADS.some(([first, last]) => opcode >= first && opcode <= last))
    throw unsupported('threads of its own');
  if (opcode !== LIFT && opcode !== LOWER) throw forWasi03(); // all other built-ins came with it
  if (reader.u8() !== 0) throw new Malformed();
  const found: Canonical = { opcode, subject: reader.u32(), memory: -1, realloc: -1 };
  reader.list(() => readOption(reader, found));
  if (opcode === LIFT) reader.u32(); // its type
  return found;
}

function readOption(reader: BinaryReader, found: Canonical): void {
  switch (reader.u8()) {
    case 0x00:
      return;
    case 0x01:
    case 0x02:
      throw unsupported('strings in UTF-16');
    case 0x03:
      found.memory = reader.u32();
      return;
    case 0x04:
      found.realloc = reader.u32();
      return;
    case 0x05: // frees a lifted function's result: that of `run` has nothing to be freed
      reader.u32();
      return;
    case 0x06:
    case 0x07:
      throw forWasi03();
    default:
      throw new Malformed();
  }
}
