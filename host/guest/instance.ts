/** A running guest: core modules with their imports, lowered by hand onto the guest's memory. */
import { constants } from 'node:os';
import { CallGuard } from './call-guard.ts';
import type { HostFunction, InstanceExport, Program } from '../component/program.ts';
import { missing } from '../component/refusals.ts';
import { ComponentError } from '../errors.ts';
import { Exit, type Host, type Interface, type Lowered } from '../wasi/host.ts';
import { INTERFACES } from '../wasi/index.ts';
import type { Realloc } from '../wasi/abi.ts';
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

/** Gives the host's functions to the core modules of one guest. */
class Supply {
  private readonly made: Record<string, Interface> = Object.create(null); // one for all versions of an interface
  private readonly guarded = new Map<string, WebAssembly.ImportValue>();

  constructor(
    private readonly host: Host,
    private readonly interfaces: Interfaces,
    private readonly guard: CallGuard,
  ) {}

  /** Returns a function of the host, guarded. `choose`: is called before it, where it takes memory. Throws ComponentError. */
  get(
    { from, name, realloc }: HostFunction,
    choose: ((realloc: number) => void) | undefined,
  ): WebAssembly.ImportValue {
    const key = `${from} ${name} ${realloc}`;
    let guarded = this.guarded.get(key);
    if (guarded === undefined) {
      const lowered = this.find(from, name);
      guarded = choose ? this.guard.guard(lowered, () => choose(realloc)) : this.guard.guard(lowered);
      this.guarded.set(key, guarded);
    }
    return guarded;
  }

  private find(from: string, name: string): Lowered {
    const { made, interfaces } = this;
    const id = VERSION.test(from) ? from.replace(VERSION, '') : '';
    if (Object.hasOwn(interfaces, id)) made[id] ??= interfaces[id]!(this.host);
    if (made[id] === undefined || !Object.hasOwn(made[id], name)) throw missing(from, name);
    return made[id][name]!;
  }
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

/** A program that runs once. */
export class Guest {
  private readonly guard = new CallGuard();
  private readonly instances: WebAssembly.Exports[] = [];
  private readonly start: () => number;
  private isUsable = true;

  /** `interfaces`: what the host supplies; another host than Node's may have its own. Throws ComponentError, GuestTrap, Exit. */
  constructor(
    private readonly program: Program,
    private readonly host: Host,
    interfaces: Interfaces = INTERFACES,
  ) {
    const { guard, instances } = this;
    if (!program.isOwn) guard.open(); // what uses the memory can't be called before there is one: see `linker.ts`
    const supply = new Supply(host, interfaces, guard);
    const choose = program.reallocs.length > 1 ? this.choose : undefined;
    for (const { module, imports } of program.instantiations) {
      const values: Record<string, Record<string, WebAssembly.ImportValue>> = Object.create(null);
      for (const { module: from, name, source } of imports)
        (values[from] ??= Object.create(null))[name] =
          source.kind === 'host' ? supply.get(source, choose) : instances[source.instance]![source.name]!;
      instances.push(instantiate(program.modules[module]!, values).exports);
      if (guard.cause !== undefined) throw isTrap(guard.cause) ? trapOf(guard.cause) : guard.cause;
      this.attach();
    }
    this.start = this.exported(program.run)!;
    guard.open();
  }

  /** Tells the host where the guest's memory is, and what gives memory in it, as far as they are there. */
  private attach(): void {
    const { memory, reallocs, isOwn } = this.program;
    if (memory === undefined || !(memory.instance in this.instances)) return;
    const cabi_realloc = reallocs[0] && this.exported<Realloc>(reallocs[0]);
    this.host.memory.attach({ memory: this.exported(memory)!, cabi_realloc }, isOwn);
  }

  private readonly choose = (realloc: number): void => {
    const chosen = this.program.reallocs[realloc];
    this.host.memory.realloc = chosen && this.exported<Realloc>(chosen);
  };

  private exported<Value>({ instance, name }: InstanceExport): Value | undefined {
    return this.instances[instance]?.[name] as Value | undefined;
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
    const code = this.instances[this.program.run.instance]!['exitCode'];
    try {
      return (code instanceof WebAssembly.Global && Number(code.value) & 0xff) || 1;
    } catch {
      return 1; // a vector has no value
    }
  }
}
