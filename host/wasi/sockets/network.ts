/**
 * wasi:sockets/network: addresses in memory and as arguments.
 *
 * ip-socket-address: +0 case (0 IPv4, 1 IPv6); IPv4: +4 port u16, +6 four octets; IPv6: +4 port u16, +8 flow-info u32,
 * +12 eight groups u16, +28 scope-id u32. As an argument it is flattened to 12 values: the case, the fields, and zeros.
 */
import type { Address } from '../../engines/engine.ts';
import { errorCodeIndex } from '../../engines/outcome.ts';
import type { GuestMemory } from '../abi.ts';
import type { Host, Interface } from '../host.ts';
import { StreamError } from '../io/error.ts';
import { Resource, Trap } from '../resources.ts';

/** The guest's permission to use the network. */
export class Network extends Resource {}

export function network({ memory, resources }: Host): Interface {
  return {
    /** Stores an option<error-code>: +0 whether there is one, +1 code. */
    'network-error-code': (error: number, result: number) => {
      const { outcome, isNetwork } = resources.get(error, StreamError);
      memory.refresh();
      memory.u8(result, isNetwork ? 1 : 0);
      if (isNetwork) memory.u8(result + 1, errorCodeIndex(outcome));
    },
    '[resource-drop]network': (self: number) => resources.drop(self, Network),
  };
}

/** Lifts an `ip-address-family`. Traps when the value is not one. */
export function liftFamily(which: number): 4 | 6 {
  if (which >>> 0 > 1) throw new Trap(`${which} is not an ip-address-family`);
  return which === 0 ? 4 : 6;
}

/** Lifts a flattened `ip-socket-address`: its case and 11 values, whose high bits are ignored. Traps when there is no such case. */
export function liftAddress(which: number, flat: number[]): Address {
  if (which >>> 0 > 1) throw new Trap(`${which} is not an ip-socket-address`);
  const port = flat[0]! & 0xffff;
  const fields = flat.slice(1);
  if (which === 0) {
    const parts = fields.slice(0, 4).map((octet) => octet & 0xff);
    return { family: 4, port, parts, flowInfo: 0, scopeId: 0 };
  }
  return {
    family: 6,
    port,
    parts: fields.slice(1, 9).map((group) => group & 0xffff),
    flowInfo: fields[0]! >>> 0,
    scopeId: fields[9]! >>> 0,
  };
}

/** Reads an `ip-socket-address` from memory into an existing address. Traps when there is no such case. */
export function loadAddress({ bytes, words }: GuestMemory, at: number, into: Address): Address {
  const u16 = (place: number): number => bytes[place]! | (bytes[place + 1]! << 8);
  if (bytes[at]! > 1) throw new Trap(`${bytes[at]} is not an ip-socket-address`);
  const isIpv4 = bytes[at] === 0;
  into.family = isIpv4 ? 4 : 6;
  into.port = u16(at + 4);
  into.parts.length = isIpv4 ? 4 : 8;
  for (let i = 0; i < into.parts.length; i++)
    into.parts[i] = isIpv4 ? bytes[at + 6 + i]! : u16(at + 12 + 2 * i);
  into.flowInfo = isIpv4 ? 0 : words[(at + 8) >>> 2]! >>> 0;
  into.scopeId = isIpv4 ? 0 : words[(at + 28) >>> 2]! >>> 0;
  return into;
}

/** Stores an `ip-socket-address`. */
export function storeSocketAddress(memory: GuestMemory, at: number, address: Address): void {
  const { family, port, parts } = address;
  memory.u8(at, family === 4 ? 0 : 1);
  memory.u16(at + 4, port);
  if (family === 4) {
    for (let i = 0; i < 4; i++) memory.u8(at + 6 + i, parts[i]!);
    return;
  }
  memory.u32(at + 8, address.flowInfo);
  for (let i = 0; i < 8; i++) memory.u16(at + 12 + 2 * i, parts[i]!);
  memory.u32(at + 28, address.scopeId);
}

/** Stores a `result<ip-socket-address, error-code>`. */
export function storeAddress(memory: GuestMemory, result: number, address: Address | number): void {
  memory.storeOutcome(result, typeof address === 'number' ? address : 0, 4);
  if (typeof address !== 'number') storeSocketAddress(memory, result + 4, address);
}

export function instanceNetwork({ resources }: Host): Interface {
  return { 'instance-network': () => resources.add(new Network()) };
}
