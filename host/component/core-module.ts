/**
 * Finds the core module in a component file.
 *
 * A component made by AssemblyScript has one core module that does all the work; the rest of the file only connects it to its imports.
 * The host instantiates that module by itself (see guest/instance.ts), so that a call of an import costs next to nothing.
 */
import { ComponentError, type ComponentProblem } from '../errors.ts';
import { DEFAULT_MEMORY_BYTES, RUN, withLimits } from './module-limits.ts';
import { CORE_MODULE_SECTION, Malformed, type Section, sections } from './sections.ts';

export { ComponentError, type ComponentProblem, RUN };

const WASM_MAGIC = 0x6d736100;
const CORE_VERSION = 1;
const COMPONENT_VERSION = 0x1000d;
const RUN_0_3 = /^wasi:cli\/run@0\.3\.\d+\S*#run$/;

/**
 * Finds the core module in a component that exports `wasi:cli/run`, and compiles it with a limit of its memory. Throws
 * ComponentError.
 */
export function findCoreModule(bytes: Uint8Array, maxMemoryBytes = DEFAULT_MEMORY_BYTES): WebAssembly.Module {
  for (const content of coreModules(bytes)) {
    if (isCommand(compile(content))) return compile(withLimits(readSections(content), maxMemoryBytes));
  }
  throw notACommand();
}

/** Like `findCoreModule`, but compiles in the background. Rejects with ComponentError. */
export async function loadCoreModule(
  bytes: Uint8Array,
  maxMemoryBytes = DEFAULT_MEMORY_BYTES,
): Promise<WebAssembly.Module> {
  for (const content of coreModules(bytes)) {
    if (isCommand(await compileAsync(content)))
      return compileAsync(withLimits(readSections(content), maxMemoryBytes));
  }
  throw notACommand();
}

/** Returns the bytes of each core module in a component. */
function coreModules(bytes: Uint8Array): Uint8Array[] {
  checkPreamble(bytes);
  return readSections(bytes)
    .filter(({ id }) => id === CORE_MODULE_SECTION)
    .map(({ content }) => content);
}

function notACommand(): ComponentError {
  return new ComponentError(
    'ERR_NOT_A_COMMAND',
    'no core module in it exports wasi:cli/run@0.2: only components made by AssemblyScript for WASI 0.2 can be run here',
  );
}

/** Tells whether a core module has the exports of a command for WASI 0.2. Throws ComponentError if it is one for WASI 0.3. */
function isCommand(module: WebAssembly.Module): boolean {
  const exported = WebAssembly.Module.exports(module);
  if (exported.some(({ name }) => RUN_0_3.test(name))) {
    throw new ComponentError(
      'ERR_WASI_VERSION',
      'it is built for WASI 0.3, which only wasmtime 46 and later runs: use the build for WASI 0.2 here',
    );
  }
  const has = (kind: string, test: (name: string) => boolean): boolean =>
    exported.some((item) => item.kind === kind && test(item.name));
  return (
    has('function', (name) => RUN.test(name)) &&
    has('function', (name) => name === 'cabi_realloc') &&
    has('memory', (name) => name === 'memory')
  );
}

function checkPreamble(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0, true) !== WASM_MAGIC) {
    throw new ComponentError('ERR_NOT_WASM', 'not a WebAssembly file');
  }
  const version = view.getUint32(4, true);
  if (version === CORE_VERSION) {
    throw new ComponentError('ERR_CORE_MODULE', 'a core module, not a component: wrap it with jco new');
  }
  if (version !== COMPONENT_VERSION) {
    throw new ComponentError('ERR_MALFORMED', 'a component of an unknown version of the binary format');
  }
}

function readSections(bytes: Uint8Array): Section[] {
  try {
    return [...sections(bytes)];
  } catch (error) {
    if (error instanceof Malformed)
      throw new ComponentError('ERR_MALFORMED', 'the file is damaged or cut off');
    throw error;
  }
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
