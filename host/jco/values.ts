/** WASI's values in jco's code: variants are objects with a tag, enums strings, u64 bigints; a failed result is thrown. */
import type { Address } from '../engines/engine.ts';
import { type ErrorCode, errorCodeName } from '../engines/outcome.ts';

/** wasi:sockets/network `error-code`. */
export type { ErrorCode };
/** wasi:sockets/network `ip-address-family`. */
export type IpAddressFamily = 'ipv4' | 'ipv6';
/** Four octets. */
export type Ipv4Address = [number, number, number, number];
/** Eight groups. */
export type Ipv6Address = [number, number, number, number, number, number, number, number];
/** wasi:sockets/network `ip-address`. */
export type IpAddress = { tag: 'ipv4'; val: Ipv4Address } | { tag: 'ipv6'; val: Ipv6Address };
/** wasi:sockets/network `ipv4-socket-address`. */
export interface Ipv4SocketAddress {
  port: number;
  address: Ipv4Address;
}
/** wasi:sockets/network `ipv6-socket-address`. */
export interface Ipv6SocketAddress {
  port: number;
  flowInfo: number;
  address: Ipv6Address;
  scopeId: number;
}
/** wasi:sockets/network `ip-socket-address`. */
export type IpSocketAddress =
  { tag: 'ipv4'; val: Ipv4SocketAddress } | { tag: 'ipv6'; val: Ipv6SocketAddress };

/** Returns an outcome of 0 or more; throws the error code of another. */
export function succeed(outcome: number): number {
  if (outcome < 0) throw errorCodeName(outcome);
  return outcome;
}

/** Returns a value; throws the error code where there is an outcome in its place. */
export function present<T>(value: T | number): T {
  if (typeof value === 'number') throw errorCodeName(value);
  return value;
}

/** Gives a u64 as a number, at most `max`. */
export function bytesOf(length: bigint, max = Number.MAX_SAFE_INTEGER): number {
  return length > max ? max : Number(length);
}

/** Makes an engine's family of WASI's. */
export function familyOf(family: IpAddressFamily): 4 | 6 {
  return family === 'ipv4' ? 4 : 6;
}

/** Makes WASI's family of an engine's. */
export function familyName(family: 4 | 6): IpAddressFamily {
  return family === 4 ? 'ipv4' : 'ipv6';
}

/** Makes an `ip-address`. */
export function ipAddress(family: 4 | 6, parts: readonly number[]): IpAddress {
  return { tag: familyName(family), val: [...parts] } as IpAddress;
}

/** Makes an engine's address of WASI's. */
export function toAddress({ tag, val }: IpSocketAddress): Address {
  const { port, address } = val;
  const isIpv4 = tag === 'ipv4';
  const { flowInfo, scopeId } = isIpv4 ? { flowInfo: 0, scopeId: 0 } : val;
  return { family: isIpv4 ? 4 : 6, port, parts: [...address], flowInfo, scopeId };
}

/** Makes WASI's address of an engine's. */
export function fromAddress({ family, port, parts, flowInfo, scopeId }: Address): IpSocketAddress {
  if (family === 4) return { tag: 'ipv4', val: { port, address: [...parts] as Ipv4Address } };
  return { tag: 'ipv6', val: { port, flowInfo, address: [...parts] as Ipv6Address, scopeId } };
}
