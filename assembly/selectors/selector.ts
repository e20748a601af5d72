import { Selectable, Watcher } from '../net';
import { Backend } from './backends/backend';
import { EVENT_READ, EVENT_WRITE, FOREVER, KEY_ERROR, NO_ERROR, RUNTIME_ERROR, VALUE_ERROR } from './events';
import { ReadyList } from './ready-list';
import { Registry, SelectorKey, SelectorMap, slotOf } from './registry';

/**
 * Waits for many objects at once: Python's `selectors.BaseSelector`.
 *
 * `T` is the type of a registration's data. Where Python raises, a call returns null (`select`: nothing ready), changes nothing and
 * sets `lastError` to VALUE_ERROR, KEY_ERROR or RUNTIME_ERROR.
 *
 * Source: Python's documentation, "selectors — High-level I/O multiplexing".
 */
export class Selector<T> extends Watcher {
  /** The error of the last call: NO_ERROR, VALUE_ERROR, KEY_ERROR or RUNTIME_ERROR. */
  lastError: i32 = NO_ERROR;
  private registry: Registry<T>;
  private map: SelectorMap<T>;
  private ready: ReadyList<T> = new ReadyList<T>();
  private isClosed: bool = false;

  constructor(private backend: Backend) {
    super();
    const registry = new Registry<T>();
    this.registry = registry;
    this.map = new SelectorMap<T>(registry);
  }

  /**
   * Starts watching `object` for `events` (EVENT_READ, EVENT_WRITE or both) and returns its key.
   *
   * Null: VALUE_ERROR (bad events, object closed or with another selector, selector closed), KEY_ERROR (registered already),
   * RUNTIME_ERROR (65,536 are registered).
   */
  register(object: Selectable, events: i32, data: T): SelectorKey<T> | null {
    if (this.isClosed || !areEvents(events)) return this.fail(VALUE_ERROR);
    const watcher = object.watcher;
    if (watcher != null) return this.fail(watcher === this ? KEY_ERROR : VALUE_ERROR);
    if (!object.isOpen) return this.fail(VALUE_ERROR);
    const token = this.registry.open();
    if (token == 0) return this.fail(RUNTIME_ERROR);
    object.watcher = this;
    object.token = token;
    this.backend.update(slotOf(token), object, events);
    return this.keep(new SelectorKey<T>(object, token, events, data));
  }

  /** Stops watching `object`, open or closed, and returns its last key. Null: KEY_ERROR (it is not registered). */
  unregister(object: Selectable): SelectorKey<T> | null {
    return this.forget(this.map.get(object));
  }

  /** Like `unregister`, by token. */
  unregisterToken(token: i32): SelectorKey<T> | null {
    return this.forget(this.registry.find(token));
  }

  /**
   * Changes a registration and returns its new key, or the same key when nothing changes.
   *
   * Null: KEY_ERROR (not registered), VALUE_ERROR (bad events; the registration is kept as it was) or RUNTIME_ERROR (other
   * events for an object that is closed: it was unregistered, as Python does where the backend fails).
   */
  modify(object: Selectable, events: i32, data: T): SelectorKey<T> | null {
    const key = this.map.get(object);
    if (key == null) return this.fail(KEY_ERROR);
    if (!areEvents(events)) return this.fail(VALUE_ERROR);
    this.lastError = NO_ERROR;
    if (events == key.events && data == key.data) return key;
    if (events != key.events) {
      if (!object.isOpen) {
        this.forget(key);
        return this.fail(RUNTIME_ERROR);
      }
      this.backend.update(slotOf(key.token), object, events);
    }
    key.registered = false;
    return this.keep(new SelectorKey<T>(object, key.token, events, data));
  }

  /**
   * Waits until a registered object is ready, or `timeoutNs` nanoseconds have passed, never less. 0 and less: does not wait.
   *
   * The list belongs to the selector and is valid until its next `select`. An object that was reported may turn out not to be ready:
   * WOULD_BLOCK is no end of stream. With nothing ready, `lastError` may be VALUE_ERROR (the selector is closed) or RUNTIME_ERROR (no time
   * limit and no registered object that could become ready: a deadlock).
   */
  select(timeoutNs: i64 = FOREVER): ReadyList<T> {
    const ready = this.ready;
    ready.clear();
    this.lastError = NO_ERROR;
    if (this.isClosed) this.lastError = VALUE_ERROR;
    else if (timeoutNs == FOREVER && !this.backend.isWatching) this.lastError = RUNTIME_ERROR;
    else {
      const count = this.backend.wait(max(timeoutNs, 0));
      for (let i = 0; i < count; i++) {
        const key = this.registry.at(this.backend.readySlot(i));
        if (key != null) ready.push(key, this.backend.readyMask(i));
      }
    }
    return ready;
  }

  /** Returns an object's key. Null: KEY_ERROR (not registered) or RUNTIME_ERROR (the selector is closed). */
  getKey(object: Selectable): SelectorKey<T> | null {
    if (this.isClosed) return this.fail(RUNTIME_ERROR);
    const key = this.map.get(object);
    if (key == null) return this.fail(KEY_ERROR);
    this.lastError = NO_ERROR;
    return key;
  }

  /** Returns the live, read-only map of tokens to keys. */
  getMap(): SelectorMap<T> {
    return this.map;
  }

  /** Unregisters all objects, which stay open, and closes the selector. A second close is harmless. */
  close(): void {
    this.lastError = NO_ERROR;
    if (this.isClosed) return;
    this.isClosed = true;
    for (let slot = 0; slot < this.registry.slots; slot++) {
      const key = this.registry.at(slot);
      if (key != null) this.forget(key);
    }
    this.ready.free();
    this.registry.free();
    this.backend.close();
  }

  /** Called by an object that closes while registered: it stays in the map, and is never ready, until it is unregistered. */
  objectCloses(object: Selectable): void {
    this.backend.remove(slotOf(object.token));
  }

  /** Called by an object that waits for something else from now on. */
  objectChanges(object: Selectable): void {
    const key = this.map.get(object);
    if (key == null) return;
    const slot = slotOf(key.token);
    this.backend.remove(slot);
    this.backend.update(slot, object, key.events);
  }

  private keep(key: SelectorKey<T>): SelectorKey<T> {
    this.registry.put(key);
    this.lastError = NO_ERROR;
    return key;
  }

  private forget(key: SelectorKey<T> | null): SelectorKey<T> | null {
    if (key == null) return this.fail(KEY_ERROR);
    this.backend.remove(slotOf(key.token));
    this.registry.close(key.token);
    key.registered = false;
    key.object.watcher = null;
    key.object.token = 0;
    this.lastError = NO_ERROR;
    return key;
  }

  private fail(error: i32): SelectorKey<T> | null {
    this.lastError = error;
    return null;
  }
}

function areEvents(events: i32): bool {
  return events != 0 && (events & ~(EVENT_READ | EVENT_WRITE)) == 0;
}
