import type {
  ComponentItem,
  CoreInstance,
  Exports,
  FunctionItem,
  Item,
  TypeItem,
  TypeScope,
} from './items.ts';
import type { Source } from './program.ts';
import { Malformed } from './sections.ts';

/** The index spaces of a component: what its definitions are, by sort and in their order. */
export class Scope implements TypeScope {
  readonly types: TypeItem[] = [];
  readonly functions: FunctionItem[] = [];
  readonly instances: Exports[] = [];
  readonly components: ComponentItem[] = [];
  /** The numbers of core modules in the program. */
  readonly modules: number[] = [];
  readonly coreInstances: CoreInstance[] = [];
  /** Core functions, tables, memories, globals and tags, by their kind. */
  readonly core: Source[][] = [[], [], [], [], []];

  /** `args`: what is passed to a nested component; none is passed to the outermost, which imports from the host. */
  constructor(
    readonly count: () => void,
    readonly parent?: Scope,
    readonly args?: Exports,
  ) {}

  /** Adds a definition. */
  add({ sort, item }: Item): void {
    if (sort === 'function') this.functions.push(item);
    else if (sort === 'type') this.types.push(item);
    else if (sort === 'instance') this.instances.push(item);
    else if (sort === 'component') this.components.push(item);
    else this.modules.push(item);
  }

  /** Returns the scope that many components further out. Throws Malformed. */
  outer(count: number): Scope {
    return count === 0 ? this : defined(this.parent).outer(count - 1);
  }
}

/** Returns what is defined. Throws Malformed where nothing is: an index or a name does not stand for anything. */
export function defined<T>(found: T | undefined): T {
  if (found === undefined) throw new Malformed();
  return found;
}
