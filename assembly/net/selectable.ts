import { Pollable } from '../wasi';

/** What must be told before a selectable closes or changes: the selector that it is registered with. */
export abstract class Watcher {
  /** Drops the object's pollables; the object closes next. */
  abstract objectCloses(object: Selectable): void;

  /** Drops the object's pollables and makes new ones: the object waits for something else from now on. */
  abstract objectChanges(object: Selectable): void;
}

/** An object that a selector can wait for: a socket, a timer, standard input, a look-up. */
export abstract class Selectable {
  /** The token of its registration; 0 when it is not registered. Set by the selector. */
  token: i32 = 0;
  /** The selector that it is registered with: one at a time. Set by the selector. */
  watcher: Watcher | null = null;

  /** Whether it is open. */
  abstract get isOpen(): bool;

  /**
   * Makes a pollable for readiness to read or accept, or for what EVENT_READ means for this object. 0: it will never be ready.
   *
   * The caller drops the pollable before the object closes.
   */
  abstract subscribeRead(): Pollable;

  /** Makes a pollable for readiness to write. 0: it will never be ready. The caller drops the pollable before the object closes. */
  abstract subscribeWrite(): Pollable;

  /** Closes it. A second close is harmless. A registered object stays registered, and is never ready, until it is unregistered. */
  abstract close(): void;

  /** Tells the watcher, so that no pollable outlives what it was made from. */
  protected aboutToClose(): void {
    const watcher = this.watcher;
    if (watcher != null) watcher.objectCloses(this);
  }

  /** Tells the watcher to make new pollables: the object waits for something else from now on. */
  protected hasChanged(): void {
    const watcher = this.watcher;
    if (watcher != null) watcher.objectChanges(this);
  }
}
