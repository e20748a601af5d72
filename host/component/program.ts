/** What a component comes to: core modules, and how they are instantiated one after the other. It can be sent to another thread. */

/** A function of the host. */
export interface HostFunction {
  kind: 'host';
  /** The interface, with its version. */
  from: string;
  name: string;
  /** Which of the program's `reallocs` gives it memory; -1: none. */
  realloc: number;
}

/** What an instance exports. */
export interface InstanceExport {
  kind: 'instance';
  /** Which of the program's `instantiations` made it. */
  instance: number;
  name: string;
}

/** Where an import of a core module comes from. */
export type Source = HostFunction | InstanceExport;

/** A core module that is instantiated. */
export interface Instantiation {
  /** Which of the program's `modules`. */
  module: number;
  imports: { module: string; name: string; source: Source }[];
}

/** A component as it is run: a command. */
export interface Program {
  modules: WebAssembly.Module[];
  /** In their order: each imports only from those before it. */
  instantiations: Instantiation[];
  /** The memory that the host's functions use. */
  memory?: InstanceExport;
  /** The functions that give the host's functions memory in it. */
  reallocs: InstanceExport[];
  /** The function that runs the command: no parameters, an i32 that is 0 when all went well. */
  run: InstanceExport;
  /** It is made by `as-selectors build`, and keeps the conventions of that: see `OWN_SECTION`. */
  isOwn: boolean;
}

/**
 * The name of the custom section that `as-selectors build` writes into its components.
 *
 * These import the host's functions by the names of their interfaces, without a detour; take an error of a listener for the sign that they
 * are to drain; and take back what the host has not used of the memory that their `cabi_realloc` gives.
 */
export const OWN_SECTION = 'as-selectors';
