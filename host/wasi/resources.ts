/** Thrown when the guest breaks a rule of the component model or of WASI, and must not go on. */
export class Trap extends Error {
  override name = 'Trap';
}

/** Something that the guest holds a handle of. It can't be dropped before its children. */
export abstract class Resource {
  /** How many resources made from this one are not dropped yet. */
  children = 0;

  constructor(readonly parent?: Resource) {
    if (parent) parent.children++;
  }

  /** Frees what the resource uses. */
  drop(): void {}

  /** Drops the resource. Traps when it has children left. */
  release(): void {
    if (this.children > 0) {
      throw new Trap(
        `${withArticle(this.constructor.name)} was dropped before its children (${this.children} left)`,
      );
    }
    if (this.parent) this.parent.children--;
    this.drop();
  }
}

/** How many handles a guest may hold by default, as in wasmtime. */
export const DEFAULT_HANDLES = 100_000;
/** The highest limit of handles that can be set. */
export const MAX_HANDLES = 2 ** 22 - 1;

/** The guest's handles: small numbers from 1 on, reused after a drop. */
export class ResourceTable {
  private readonly resources: (Resource | undefined)[] = [undefined];
  protected readonly free: number[] = [];

  /** `maxHandles`: how many the guest may hold at once. */
  constructor(readonly maxHandles = DEFAULT_HANDLES) {}

  /** How many resources the guest holds. */
  get size(): number {
    return this.resources.length - 1 - this.free.length;
  }

  /** Adds a resource and returns its handle. Traps when the guest holds as many as it may. */
  add(resource: Resource): number {
    if (this.size >= this.maxHandles)
      throw new Trap(`it holds ${this.maxHandles} handles, which is its limit`);
    const handle = this.free.pop() ?? this.resources.length;
    this.resources[handle] = resource;
    return handle;
  }

  /** Finds the resource of a handle. Traps when there is none of that kind. */
  get<R extends Resource>(handle: number, kind: abstract new (...args: never[]) => R): R {
    const resource = this.resources[handle];
    if (resource instanceof kind) return resource;
    throw new Trap(`handle ${handle} is not ${withArticle(kind.name)}`);
  }

  /** Drops a resource. Traps when it has children left. */
  drop<R extends Resource>(handle: number, kind: abstract new (...args: never[]) => R): void {
    this.get(handle, kind).release();
    this.resources[handle] = undefined;
    this.free.push(handle);
  }
}

/** Puts "a" or "an" before a name. */
export function withArticle(name: string): string {
  return `${/^[aeio]/i.test(name) ? 'an' : 'a'} ${name}`;
}
