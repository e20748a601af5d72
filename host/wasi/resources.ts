/** The guest broke a rule of the component model or of WASI: it must not go on. */
export class Trap extends Error {
  override name = 'Trap';
}

/** What the guest holds handles of. A resource with children can't be dropped before them. */
export abstract class Resource {
  /** What was made from this one and is not dropped yet. */
  children = 0;

  constructor(readonly parent?: Resource) {
    if (parent) parent.children++;
  }

  /** Frees what it holds. */
  drop(): void {}

  /** Ends it. Traps when it has children left. */
  release(): void {
    if (this.children > 0) {
      throw new Trap(
        `a ${this.constructor.name} dropped before what was made from it (${this.children} left)`,
      );
    }
    if (this.parent) this.parent.children--;
    this.drop();
  }
}

/** How many handles a guest may hold where nothing else is said, as in wasmtime. */
export const DEFAULT_HANDLES = 100_000;
/** The most that it can be given. */
export const MAX_HANDLES = 2 ** 22 - 1;

/** The guest's handles: small numbers from 1 on, used again after a drop. */
export class ResourceTable {
  private readonly resources: (Resource | undefined)[] = [undefined];
  protected readonly free: number[] = [];

  /** `most`: how many it may hold at once. */
  constructor(readonly most = DEFAULT_HANDLES) {}

  /** How many resources the guest holds. */
  get size(): number {
    return this.resources.length - 1 - this.free.length;
  }

  /** Gives a resource a handle. Traps when the guest holds as many as it may. */
  add(resource: Resource): number {
    if (this.size >= this.most) throw new Trap(`it holds ${this.most} handles and may have no more`);
    const handle = this.free.pop() ?? this.resources.length;
    this.resources[handle] = resource;
    return handle;
  }

  /** Finds the resource of a handle. Traps when it is none of the kind. */
  get<R extends Resource>(handle: number, kind: abstract new (...args: never[]) => R): R {
    const resource = this.resources[handle];
    if (resource instanceof kind) return resource;
    throw new Trap(`handle ${handle} is no ${kind.name}`);
  }

  /** Drops a resource. Traps when it has children left. */
  drop<R extends Resource>(handle: number, kind: abstract new (...args: never[]) => R): void {
    this.get(handle, kind).release();
    this.resources[handle] = undefined;
    this.free.push(handle);
  }
}
