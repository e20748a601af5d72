import { type Resource, ResourceTable, Trap } from '../../../host/wasi/resources.ts';

/** The guest's handles, limited as wasmtime's are, and so that what is left over at the end can be named. */
export class WatchedTable extends ResourceTable {
  readonly held = new Map<number, Resource>();
  maxHeld = 0;

  constructor(
    private readonly limit: number,
    private readonly reusesHandles: boolean,
  ) {
    super(Infinity); // its own limit is the host's
  }

  override add(resource: Resource): number {
    if (this.held.size >= this.limit) throw new Trap(`more than ${this.limit} handles`);
    const handle = super.add(resource);
    this.held.set(handle, resource);
    this.maxHeld = Math.max(this.maxHeld, this.held.size);
    return handle;
  }

  override drop<R extends Resource>(handle: number, kind: abstract new (...args: never[]) => R): void {
    super.drop(handle, kind);
    this.held.delete(handle);
    if (!this.reusesHandles) this.free.length = 0; // a handle that is used after its drop is none then
  }
}
