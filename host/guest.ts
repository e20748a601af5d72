/** A running guest: a core module with its imports, lowered by hand onto the guest's memory. */
import { constants } from 'node:os';
import { ComponentError, RUN } from './component.ts';
import { Exit, type Host, type Interface } from './wasi/host.ts';
import { INTERFACES } from './wasi/index.ts';
import type { GuestExports } from './wasi/memory.ts';
import { Trap } from './wasi/resources.ts';
import { promising } from './wasi/waiting.ts';

/** Every 0.2.x of WASI is the same here. */
const VERSION = /@0\.2\.\d+$/;

/** A guest trapped: a bug in it, or in this host. */
export class GuestTrap extends Error {
  override name = 'GuestTrap';
}

/** Exit code after a trap, as the wasmtime CLI's: 128 + SIGABRT. */
export const EXIT_TRAP = 128 + constants.signals.SIGABRT;

/** What a host supplies: how to make each interface, by its name without version. */
export type Interfaces = Record<string, (host: Host) => Interface>;

/** Collects the functions that the module imports. Throws ComponentError when the host lacks one. */
function supply(module: WebAssembly.Module, host: Host, interfaces: Interfaces): WebAssembly.Imports {
  const imports: Record<string, WebAssembly.ModuleImports> = {};
  const made: Record<string, WebAssembly.ModuleImports> = {}; // one for all versions of an interface
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    const id = VERSION.test(from) ? from.replace(VERSION, '') : '';
    if (Object.hasOwn(interfaces, id)) {
      imports[from] ??= made[id] ??= interfaces[id]!(host) as WebAssembly.ModuleImports;
    }
    if (!Object.hasOwn(imports, from) || !Object.hasOwn(imports[from]!, name)) {
      const message = `it needs ${from} ${name}, which this host does not have`;
      throw new ComponentError('ERR_MISSING_IMPORT', message);
    }
  }
  return imports;
}

function instantiate(module: WebAssembly.Module, imports: WebAssembly.Imports): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(module, imports);
  } catch (error) {
    if (isTrap(error)) throw new GuestTrap(error.message);
    if (!(error instanceof WebAssembly.LinkError)) throw error;
    throw new ComponentError('ERR_MISSING_IMPORT', `an import of it is of another kind: ${error.message}`);
  }
}

/** A stack that overflows is a RangeError. */
function isTrap(error: unknown): error is Error {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError || error instanceof Trap;
}

/** An instance that runs once. */
export class Guest {
  private readonly exports: WebAssembly.Exports;
  private readonly start: () => number;
  private isUsable = true;

  /** `interfaces`: what the host supplies; another host than Node's may have its own. Throws ComponentError, GuestTrap. */
  constructor(module: WebAssembly.Module, host: Host, interfaces: Interfaces = INTERFACES) {
    this.exports = instantiate(module, supply(module, host, interfaces)).exports;
    const run = Object.keys(this.exports).find((name) => RUN.test(name))!;
    this.start = this.exports[run] as () => number;
    host.memory.attach(this.exports as unknown as GuestExports);
  }

  /**
   * Runs the guest to its end and returns its exit code, on an engine that waits blocking. Throws GuestTrap; whatever an import
   * throws passes through.
   */
  run(): number {
    this.use();
    try {
      return this.start() === 0 ? 0 : 1;
    } catch (error) {
      return this.ended(error);
    }
  }

  /** Does the same on an engine that does not: the guest is suspended while it waits. */
  async runAsync(): Promise<number> {
    this.use();
    try {
      return (await promising!(this.start)()) === 0 ? 0 : 1;
    } catch (error) {
      return this.ended(error);
    }
  }

  private use(): void {
    if (!this.isUsable) throw new GuestTrap('the guest has ended or trapped and can not be called again');
    this.isUsable = false;
  }

  /** Gives the exit code of what ended the run, or throws what is to be thrown of it. */
  private ended(error: unknown): number {
    if (error instanceof Exit) return error.code ?? this.failureCode();
    throw isTrap(error) ? new GuestTrap(error.message) : error;
  }

  /** WASI 0.2.0's `exit` says success or failure; the number stands in a global that asc's guests export. */
  private failureCode(): number {
    const code = this.exports['exitCode'];
    return (code instanceof WebAssembly.Global && Number(code.value)) || 1;
  }
}
