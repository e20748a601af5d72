/**
 * From a component file to a running guest.
 *
 * asc's components hold one core module that does all the work; the rest of the file only wires it to its imports. The host finds
 * that module in the file and gives it its imports itself, lowered onto the guest's memory: calls then cost next to nothing.
 */
import { constants } from 'node:os';
import { Exit, type Host } from './wasi/host.ts';
import { INTERFACES } from './wasi/index.ts';
import type { GuestExports } from './wasi/memory.ts';
import { CORE_MODULE_SECTION, Malformed, type Section, sections } from './sections.ts';
import { Trap } from './wasi/resources.ts';

/** What is wrong with a file that was given for a component. */
export type ComponentProblem =
  'ERR_NOT_WASM' | 'ERR_CORE_MODULE' | 'ERR_MALFORMED' | 'ERR_NOT_A_COMMAND' | 'ERR_MISSING_IMPORT';

/** A file can't be run as a component; the message says why and what to do. */
export class ComponentError extends Error {
  override name = 'ComponentError';

  constructor(
    readonly code: ComponentProblem,
    message: string,
  ) {
    super(message);
  }
}

/** A guest trapped: a bug in it, or in this host. */
export class GuestTrap extends Error {
  override name = 'GuestTrap';
}

/** Exit code after a trap, as the wasmtime CLI's: 128 + SIGABRT. */
export const EXIT_TRAP = 128 + constants.signals.SIGABRT;

const WASM_MAGIC = 0x6d736100;
const CORE_VERSION = 1;
const COMPONENT_VERSION = 0x1000d;
const RUN = /^wasi:cli\/run@0\.2\.\d+#run$/;

/** Finds and compiles the core module that exports `wasi:cli/run` in a component's bytes. Throws ComponentError. */
export function findCoreModule(bytes: Uint8Array): WebAssembly.Module {
  checkPreamble(bytes);
  for (const section of readSections(bytes)) {
    if (section.id !== CORE_MODULE_SECTION) continue;
    const module = compile(section.content);
    if (WebAssembly.Module.exports(module).some(({ name }) => RUN.test(name))) return module;
  }
  throw new ComponentError(
    'ERR_NOT_A_COMMAND',
    'no core module in it exports wasi:cli/run@0.2: only components made by AssemblyScript for WASI 0.2 can be run here',
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
    throw new ComponentError(
      'ERR_MALFORMED',
      `its core module does not compile: ${(error as Error).message}`,
    );
  }
}

/** Collects the functions that the module imports. Throws ComponentError when the host lacks one. */
function supply(module: WebAssembly.Module, host: Host): WebAssembly.Imports {
  const imports: Record<string, WebAssembly.ModuleImports> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    const [, id, version] = /^(.*)@(0\.2)\.\d+$/.exec(from) ?? [];
    const supplied = version === undefined ? undefined : INTERFACES[id!]?.(host)[name];
    if (supplied === undefined) {
      throw new ComponentError(
        'ERR_MISSING_IMPORT',
        `it needs ${from} ${name}, which this host does not have`,
      );
    }
    (imports[from] ??= {})[name] = supplied as WebAssembly.ImportValue;
  }
  return imports;
}

/** An instance that runs once. */
export class Guest {
  private readonly exports: WebAssembly.Exports;
  private readonly start: () => number;
  private isUsable = true;

  constructor(module: WebAssembly.Module, host: Host) {
    const instance = new WebAssembly.Instance(module, supply(module, host));
    this.exports = instance.exports;
    const run = Object.keys(this.exports).find((name) => RUN.test(name))!;
    this.start = this.exports[run] as () => number;
    host.memory.attach(this.exports as unknown as GuestExports);
  }

  /** Runs the guest to its end and returns its exit code. Throws GuestTrap; whatever an import throws passes through. */
  run(): number {
    if (!this.isUsable) throw new GuestTrap('the guest has ended or trapped and can not be called again');
    this.isUsable = false;
    try {
      return this.start() === 0 ? 0 : 1;
    } catch (error) {
      if (error instanceof Exit) return error.isFailure ? this.failureCode() : 0;
      // A stack that overflows is a RangeError.
      const isTrap = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
      if (isTrap || error instanceof Trap) throw new GuestTrap(error.message);
      throw error;
    }
  }

  /** WASI 0.2.0's `exit` says success or failure; the number stands in a global that asc's guests export. */
  private failureCode(): number {
    const code = this.exports['exitCode'];
    return (code instanceof WebAssembly.Global && Number(code.value)) || 1;
  }
}
