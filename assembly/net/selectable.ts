import { Pollable } from '../wasi/poll';

/** Who must know before a selectable closes or changes: the selector that it is registered with. */
export abstract class Watcher {
  /** Takes back all that it holds of the object on the host's side. */
  abstract objectCloses(object: Selectable): void;

  /** Forgets the object's pollables and asks for new ones: what the object waits for has become something else. */
  abstract objectChanges(object: Selectable): void;
}

/** What a selector can wait for: a socket, a timer, standard input, a look-up. */
export abstract class Selectable {
  /** The token of its registration; 0 when it is not registered. Set by the selector. */
  token: i32 = 0;
  /** The selector that it is registered with: one at a time. Set by the selector. */
  watcher: Watcher | null = null;

  /** Whether it is open. */
  abstract get isOpen(): bool;

  /** Makes a pollable for readiness to read or accept, or for what else EVENT_READ means here; 0 when it will never be. The caller drops it before the object closes. */
  abstract subscribeRead(): Pollable;

  /** Makes a pollable for readiness to write; 0 when it will never be. The caller drops it before the object closes. */
  abstract subscribeWrite(): Pollable;

  /** Closes it. A second close is harmless; a registered object stays registered, and never ready, until unregistered. */
  abstract close(): void;

  /** Tells the watcher, so that no pollable outlives what it was made from. */
  protected aboutToClose(): void {
    const watcher = this.watcher;
    if (watcher != null) watcher.objectCloses(this);
  }

  /** Tells the watcher that its pollables stand for something else from now on. */
  protected hasChanged(): void {
    const watcher = this.watcher;
    if (watcher != null) watcher.objectChanges(this);
  }
}
