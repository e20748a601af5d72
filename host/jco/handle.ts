import type { Resource } from '../wasi/resources.ts';
import { closedError } from './lazy-world.ts';
import type { JcoWorld } from './world.ts';

/** The method by which jco's code drops a resource. */
export const DISPOSE: unique symbol = ((Symbol as { dispose?: symbol }).dispose ??
  Symbol.for('dispose')) as never;

/** The class of a resource in jco's code, which also drops it. */
export abstract class Handle<R extends Resource> {
  /** Internal, as `resource` is. */
  world!: JcoWorld;
  private own!: R;

  /** Throws once the world is closed: what the resource had of the system may be somebody else's by then. */
  get resource(): R {
    if (!this.world.isOpen) throw closedError();
    return this.own;
  }

  /** Makes a handle. The constructor has no parameters, since jco's types have none. */
  static of<H extends Handle<Resource>>(this: new () => H, world: JcoWorld, resource: H['resource']): H {
    const handle = new this();
    handle.world = world;
    handle.own = resource;
    return handle;
  }

  /** Does nothing once the world is closed: jco's code also drops what is collected as garbage. */
  [DISPOSE](): void {
    if (this.world.isOpen) this.drop();
  }

  protected drop(): void {
    this.own.release();
  }
}
