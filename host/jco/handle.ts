import type { Resource } from '../wasi/resources.ts';
import type { JcoWorld } from './world.ts';

/** The method by which jco's code drops a resource. */
export const DISPOSE: unique symbol = ((Symbol as { dispose?: symbol }).dispose ??
  Symbol.for('dispose')) as never;

/** What jco's code holds in place of a resource, and drops. */
export abstract class Handle<R extends Resource> {
  /** Not for callers, as `resource`. */
  world!: JcoWorld;
  resource!: R;

  /** Makes one; a constructor without parameters is what jco's types have. */
  static of<H extends Handle<Resource>>(this: new () => H, world: JcoWorld, resource: H['resource']): H {
    const handle = new this();
    handle.world = world;
    handle.resource = resource;
    return handle;
  }

  [DISPOSE](): void {
    this.resource.release();
  }
}
