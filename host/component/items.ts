/** What the definitions of a component stand for while it is linked. */
import type { BinaryReader } from './binary-reader.ts';
import type { Source } from './program.ts';
import type { Scope } from './scope.ts';

/** A type. Only two kinds of them matter for running: resources, and instances, which have functions. */
export type TypeItem =
  | { kind: 'resource'; from: string; name: string }
  /** `reader`: is where its declarations begin. */
  | { kind: 'instance'; reader: BinaryReader; scope: TypeScope }
  | { kind: 'other' };

/** The types that a type's declarations see: those of the component, or instance type, around them. */
export interface TypeScope {
  readonly types: TypeItem[];
  readonly parent?: TypeScope;
  /** Counts a definition. Throws ComponentError when there are more than any component has. */
  readonly count: () => void;
}

/** A function of a component: the host's, or a core function that is lifted. */
export type FunctionItem = { from: string; name: string } | { lifted: Source };

/** A core module or a nested component, and the scope that its definitions see. */
export interface ComponentItem {
  bytes: Uint8Array;
  scope: Scope;
}

/** What an instance exports, by name. */
export type Exports = Map<string, Item>;

/** A definition that has a name, or is passed to a nested component. */
export type Item =
  | { sort: 'function'; item: FunctionItem }
  | { sort: 'type'; item: TypeItem }
  | { sort: 'component'; item: ComponentItem }
  | { sort: 'instance'; item: Exports }
  /** Its number among the core modules. */
  | { sort: 'module'; item: number };

/** A core instance: what it exports, by kind and name. */
export interface CoreInstance {
  get(kind: number, name: string): Source | undefined;
}
