import { Selectable } from '../net';

/** One registration. It never changes: `modify` makes a new one. */
export class SelectorKey<T> {
  /** False once it was unregistered or replaced by `modify`: an event of an earlier `select` is then out of date. */
  registered: bool = true;

  constructor(
    /** What is registered. */
    readonly object: Selectable,
    /** The object's small integer in this selector; never given to another object while this one is registered. */
    readonly token: i32,
    /** EVENT_READ, EVENT_WRITE or both. */
    readonly events: i32,
    /** What the program keeps with it: a callback, an object of its own. */
    readonly data: T,
  ) {}
}
