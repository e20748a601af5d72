/** What the guests that try WASI itself share: facts, results as the host stores them, addresses. */
import { IPV4, IPV6, IpSocketAddress, loadAddress } from '../../../../assembly/wasi/abi/addresses';
import { RESULT } from '../../../../assembly/wasi/abi/memory';

export { fact, factEqual } from '../../guests/fact';
export { IPV4, IPV6, IpSocketAddress, RESULT };

/** `error-code` of wasi:sockets/network, in the order of its WIT text; OK is none of them. */
export const OK: i32 = -1;
export const UNKNOWN: i32 = 0;
export const ACCESS_DENIED: i32 = 1;
export const NOT_SUPPORTED: i32 = 2;
export const INVALID_ARGUMENT: i32 = 3;
export const CONCURRENCY_CONFLICT: i32 = 6;
export const NOT_IN_PROGRESS: i32 = 7;
export const WOULD_BLOCK: i32 = 8;
export const INVALID_STATE: i32 = 9;
export const NEW_SOCKET_LIMIT: i32 = 10;
export const ADDRESS_NOT_BINDABLE: i32 = 11;
export const ADDRESS_IN_USE: i32 = 12;
export const CONNECTION_REFUSED: i32 = 14;
export const CONNECTION_RESET: i32 = 15;
export const DATAGRAM_TOO_LARGE: i32 = 17;
export const NAME_UNRESOLVABLE: i32 = 18;

export const SECOND_NS: u64 = 1_000_000_000;

/** Reads a result<_, error-code>, or that of a bool or u8: its code, or OK. */
export function unit(): i32 {
  return load<u8>(RESULT) == 0 ? OK : <i32>load<u8>(RESULT, 1);
}

/** Reads a result whose payload has the alignment of 4 bytes: its code, or OK. */
export function wide(): i32 {
  return load<u8>(RESULT) == 0 ? OK : <i32>load<u8>(RESULT, 4);
}

/** Reads a result<u64, error-code>: its code, or OK. */
export function long(): i32 {
  return load<u8>(RESULT) == 0 ? OK : <i32>load<u8>(RESULT, 8);
}

/** The 4-byte payload of a result, or a later part of it. */
export function handle(at: usize = 4): i32 {
  return load<i32>(RESULT + at);
}

/** The u64 payload of a result. */
export function count(): u64 {
  return load<u64>(RESULT, 8);
}

/** Reads the ip-socket-address of a successful result. */
export function resultAddress(): IpSocketAddress {
  const address = new IpSocketAddress();
  loadAddress(RESULT + 4, address);
  return address;
}

/** Makes an IPv4 address. */
export function ipv4(a: u16, b: u16, c: u16, d: u16, port: u16): IpSocketAddress {
  const address = new IpSocketAddress();
  address.port = port;
  address.parts[0] = a;
  address.parts[1] = b;
  address.parts[2] = c;
  address.parts[3] = d;
  return address;
}

/** The loopback address. */
export function loopback(family: i32 = IPV4, port: u16 = 0): IpSocketAddress {
  if (family == IPV4) return ipv4(127, 0, 0, 1, port);
  const address = new IpSocketAddress();
  address.family = IPV6;
  address.port = port;
  address.parts[7] = 1;
  return address;
}

/** ::ffff:127.0.0.1. */
export function mapped(port: u16): IpSocketAddress {
  const address = loopback(IPV6, port);
  address.parts[5] = 0xffff;
  address.parts[6] = 0x7f00;
  return address;
}

/** Whether two addresses are one. */
export function isSame(one: IpSocketAddress, other: IpSocketAddress): bool {
  if (one.family != other.family || one.port != other.port) return false;
  for (let i = 0; i < 8; i++) if (one.parts[i] != other.parts[i]) return false;
  return true;
}
