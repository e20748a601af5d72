/** Makes a program of a component's bytes: compiles its core modules, with limits, and says how they fit together. */
import { ComponentError, type ComponentProblem } from '../errors.ts';
import { BinaryReader } from './binary-reader.ts';
import type { Linked } from './core-linker.ts';
import { link } from './linker.ts';
import { DEFAULT_MEMORY_BYTES, withLimits } from './module-limits.ts';
import { linkOwn } from './own.ts';
import { OWN_SECTION, type Program } from './program.ts';
import {
  COMPONENT_PREAMBLE,
  CORE_PREAMBLE,
  CUSTOM_SECTION,
  Malformed,
  PREAMBLE_BYTES,
  type Section,
  sections,
} from './sections.ts';

export { ComponentError, type ComponentProblem };

/** Where the preamble's version begins. */
const MAGIC_BYTES = 4;

/** Reads a component that exports `wasi:cli/run`, with a limit of its memory. Throws ComponentError. */
export function readProgram(bytes: Uint8Array, maxMemoryBytes = DEFAULT_MEMORY_BYTES): Program {
  const { modules, ...linked } = limited(bytes, maxMemoryBytes);
  return { ...linked, modules: modules.map(compile) };
}

/** Like `readProgram`, but compiles in the background. Rejects with ComponentError. */
export async function loadProgram(
  bytes: Uint8Array,
  maxMemoryBytes = DEFAULT_MEMORY_BYTES,
): Promise<Program> {
  const { modules, ...linked } = limited(bytes, maxMemoryBytes);
  return { ...linked, modules: await Promise.all(modules.map(compileAsync)) };
}

/** Links a component, and gives the bytes of its modules with limits. */
function limited(
  bytes: Uint8Array,
  memoryBytes: number,
): Omit<Program, 'modules'> & { modules: Uint8Array[] } {
  checkPreamble(bytes);
  try {
    const { cores, tables, ...linked }: Linked = isOwn(bytes) ? linkOwn(bytes) : link(bytes);
    return { ...linked, modules: cores.map((core) => withLimits(core, { memoryBytes, tables })) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new ComponentError('ERR_MALFORMED', 'the file is damaged or cut off');
  }
}

function isOwn(bytes: Uint8Array): boolean {
  return [...sections(bytes)].some(isOwnSection);
}

function isOwnSection({ id, content }: Section): boolean {
  return id === CUSTOM_SECTION && new BinaryReader(content).text() === OWN_SECTION;
}

function checkPreamble(bytes: Uint8Array): void {
  const begins = (preamble: Uint8Array, length: number): boolean =>
    Buffer.compare(bytes.subarray(0, length), preamble.subarray(0, length)) === 0;
  if (begins(COMPONENT_PREAMBLE, PREAMBLE_BYTES)) return;
  if (begins(CORE_PREAMBLE, PREAMBLE_BYTES))
    throw new ComponentError('ERR_CORE_MODULE', 'a core module, not a component: wrap it with jco new');
  if (begins(CORE_PREAMBLE, MAGIC_BYTES) && bytes.length >= PREAMBLE_BYTES)
    throw new ComponentError('ERR_MALFORMED', 'a component of an unknown version of the binary format');
  throw new ComponentError('ERR_NOT_WASM', 'not a WebAssembly file');
}

function compile(bytes: Uint8Array): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
  } catch (error) {
    return throwCompileError(error as Error);
  }
}

async function compileAsync(bytes: Uint8Array): Promise<WebAssembly.Module> {
  return WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>).catch(throwCompileError);
}

function throwCompileError({ message }: Error): never {
  throw new ComponentError('ERR_MALFORMED', `its core module does not compile: ${message}`);
}
