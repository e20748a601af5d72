/**
 * wasi:sockets/network: addresses, as they lie in memory and as arguments.
 *
 * ip-socket-address: +0 which (0 IPv4, 1 IPv6); IPv4: +4 port u16, +6 four octets; IPv6: +4 port u16, +8 flow-info u32,
 * +12 eight groups u16, +28 scope-id u32. As an argument it is flattened to 12 values: which, then the fields, rest 0.
 */
import type { Address } from '../engines/engine.ts';
import type { Host, Interface } from './host.ts';
import type { GuestMemory } from './memory.ts';
import { Resource } from './resources.ts';

/** The guest's permission to use the network. */
export class Network extends Resource {}

export function network({ resources }: Host): Interface {
  return { '[resource-drop]network': (self: number) => resources.drop(self, Network) };
}

/** Reads a flattened `ip-socket-address`: which, then 11 values. */
export function liftAddress(which: number, flat: number[]): Address {
  const [port, ...fields] = flat as [number, ...number[]];
  if (which === 0) return { family: 4, port, parts: fields.slice(0, 4), flowInfo: 0, scopeId: 0 };
  return {
    family: 6,
    port,
    parts: fields.slice(1, 9),
    flowInfo: fields[0]! >>> 0,
    scopeId: fields[9]! >>> 0,
  };
}

/** Stores a `result<ip-socket-address, error-code>`. */
export function storeAddress(memory: GuestMemory, result: number, address: Address | number): void {
  if (typeof address === 'number') return memory.storeOutcome(result, address, 4);
  memory.storeOutcome(result, 0);
  const at = result + 4;
  memory.u8(at, address.family === 4 ? 0 : 1);
  memory.u16(at + 4, address.port);
  if (address.family === 4) {
    address.parts.forEach((octet, i) => memory.u8(at + 6 + i, octet));
    return;
  }
  memory.u32(at + 8, address.flowInfo);
  address.parts.forEach((group, i) => memory.u16(at + 12 + 2 * i, group));
  memory.u32(at + 28, address.scopeId);
}
