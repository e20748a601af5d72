import { EVENT_READ } from '../../../assembly/selectors/events';
import { Registry, SelectorKey, slotOf } from '../../../assembly/selectors/registry';
import { Selectable } from '../../../assembly/net/selectable';

export { slotOf };

/** An object that exists only to be registered. */
class Thing extends Selectable {
  get isOpen(): bool {
    return true;
  }

  subscribeRead(): i32 {
    return 0;
  }

  subscribeWrite(): i32 {
    return 0;
  }

  close(): void {}
}

let registry: Registry<i32> = new Registry<i32>();

export function newRegistry(): void {
  registry = new Registry<i32>();
}

/** Reserves a token and keeps a key under it; 0: no room. */
export function openToken(data: i32): i32 {
  const token = registry.open();
  if (token != 0) registry.put(new SelectorKey<i32>(new Thing(), token, EVENT_READ, data));
  return token;
}

/** Reserves a token and keeps nothing under it. */
export function reserveToken(): i32 {
  return registry.open();
}

/** The data of a token's key; -1: there is none. */
export function findToken(token: i32): i32 {
  const key = registry.find(token);
  return key == null ? -1 : key.data;
}

export function closeToken(token: i32): void {
  registry.close(token);
}

export function registrySize(): i32 {
  return registry.size;
}

export function registrySlots(): i32 {
  return registry.slots;
}

export function freeRegistry(): void {
  registry.free();
}
