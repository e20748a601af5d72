/** A running guest: a core module with its imports, lowered by hand onto the guest's memory. */
import { constants } from 'node:os';
import { CallGuard } from './call-guard.ts';
import { ComponentError, RUN } from '../component/core-module.ts';
import { Exit, type Host, type Interface } from '../wasi/host.ts';
import { INTERFACES } from '../wasi/index.ts';
import type { GuestExports } from '../wasi/abi.ts';
import { Trap } from '../wasi/resources.ts';
import { promising } from '../wasi/suspend.ts';

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
function supply(
  module: WebAssembly.Module,
  host: Host,
  interfaces: Interfaces,
  guard: CallGuard,
): WebAssembly.Imports {
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = Object.create(null);
  const made: Record<string, Interface> = Object.create(null); // one for all versions of an interface
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    const id = VERSION.test(from) ? from.replace(VERSION, '') : '';
    if (Object.hasOwn(interfaces, id)) made[id] ??= interfaces[id]!(host);
    if (made[id] === undefined || !Object.hasOwn(made[id], name)) {
      const message = `it needs ${from} ${name}, which this host does not have`;
      throw new ComponentError('ERR_MISSING_IMPORT', message);
    }
    const functions = (imports[from] ??= {});
    functions[name] ??= guard.guard(made[id][name]!);
  }
  return imports;
}

function instantiate(module: WebAssembly.Module, imports: WebAssembly.Imports): WebAssembly.Instance {
  try {
    return new WebAssembly.Instance(module, imports);
  } catch (error) {
    if (isTrap(error)) throw trapOf(error);
    if (!(error instanceof WebAssembly.LinkError)) throw error;
    throw new ComponentError('ERR_MISSING_IMPORT', `an import of it is of another kind: ${error.message}`);
  }
}

/** Whether it is the guest's doing. A stack that overflows is a RangeError; a guest can throw exceptions of its own. */
function isTrap(error: unknown): boolean {
  return (
    error instanceof WebAssembly.RuntimeError ||
    error instanceof RangeError ||
    error instanceof Trap ||
    error instanceof WebAssembly.Exception
  );
}

function trapOf(error: unknown): GuestTrap {
  return new GuestTrap(
    error instanceof Error ? error.message : 'it threw an exception that it did not catch',
  );
}

/** An instance that runs once. */
export class Guest {
  private readonly guard = new CallGuard();
  private readonly exports: WebAssembly.Exports;
  private readonly start: () => number;
  private isUsable = true;

  /** `interfaces`: what the host supplies; another host than Node's may have its own. Throws ComponentError, GuestTrap. */
  constructor(module: WebAssembly.Module, host: Host, interfaces: Interfaces = INTERFACES) {
    const { guard } = this;
    this.exports = instantiate(module, supply(module, host, interfaces, guard)).exports;
    if (guard.cause !== undefined) throw trapOf(guard.cause);
    const run = Object.keys(this.exports).find((name) => RUN.test(name))!;
    this.start = this.exports[run] as () => number;
    host.memory.attach(this.exports as unknown as GuestExports);
    guard.open();
  }

  /**
   * Runs the guest to its end and returns its exit code, on an engine that waits blocking. Throws GuestTrap; whatever an import
   * throws passes through, even where the guest has caught it.
   */
  run(): number {
    this.use();
    try {
      return this.returned(this.start());
    } catch (error) {
      return this.ended(error);
    }
  }

  /** Does the same on an engine that does not: the guest is suspended while it waits. */
  async runAsync(): Promise<number> {
    this.use();
    try {
      return this.returned(await Promise.race([promising!(this.start)(), this.guard.failed]));
    } catch (error) {
      return this.ended(error);
    }
  }

  private use(): void {
    if (!this.isUsable) throw new GuestTrap('the guest has ended or trapped and can not be called again');
    this.isUsable = false;
  }

  private returned(result: number): number {
    if (this.guard.cause !== undefined) throw this.guard.cause;
    return result === 0 ? 0 : 1;
  }

  /** Gives the exit code of what ended the run, or throws what is to be thrown of it. */
  private ended(thrown: unknown): number {
    const error = this.guard.cause ?? thrown;
    if (error instanceof Exit) return error.code ?? this.failureCode();
    throw isTrap(error) ? trapOf(error) : error;
  }

  /** WASI 0.2.0's `exit` says success or failure; the number stands in a global that asc's guests export. */
  private failureCode(): number {
    const code = this.exports['exitCode'];
    try {
      return (code instanceof WebAssembly.Global && Number(code.value) & 0xff) || 1;
    } catch {
      return 1; // a vector has no value
    }
  }
}
