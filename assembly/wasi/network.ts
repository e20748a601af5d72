/**
 * wasi:sockets/network@0.2.0: addresses and error codes, as they lie in memory.
 *
 * result<_, error-code>: +0 failed, +1 code. A result with a 4-byte payload: +0 failed, +4 payload or code.
 * ip-socket-address: +0 which (0 IPv4, 1 IPv6); IPv4: +4 port u16, +6 four octets; IPv6: +4 port u16, +8 flow-info u32,
 * +12 eight groups u16, +28 scope-id u32. As an argument it is flattened to 12 values: which, then the fields, rest 0.
 */
import { RESULT } from './memory';

/** `ip-address-family`: IPv4. */
export const IPV4: i32 = 0;
/** `ip-address-family`: IPv6. */
export const IPV6: i32 = 1;

/** An `ip-socket-address`. */
export class IpSocketAddress {
  /** IPV4 or IPV6. */
  family: i32 = IPV4;
  port: u16 = 0;
  /** IPv4: four octets, then zeros; IPv6: eight 16-bit groups. Both in reading order. */
  parts: StaticArray<u16> = new StaticArray<u16>(8);
  flowInfo: u32 = 0;
  scopeId: u32 = 0;
}

/** A function of the host's that takes a socket, one value more and an `ip-socket-address`. */
type AddressCall = (
  socket: i32,
  second: i32,
  which: i32,
  port: i32,
  a: i32,
  b: i32,
  c: i32,
  d: i32,
  e: i32,
  f: i32,
  g: i32,
  h: i32,
  i: i32,
  j: i32,
  result: usize,
) => void;

/** Calls a function of the host's with an address, flattened. */
export function callWithAddress(call: AddressCall, socket: i32, second: i32, address: IpSocketAddress): void {
  const p = address.parts;
  const port = <i32>address.port;
  if (address.family == IPV4) {
    call(socket, second, 0, port, p[0], p[1], p[2], p[3], 0, 0, 0, 0, 0, 0, RESULT);
  } else {
    const flow = address.flowInfo;
    const scope = address.scopeId;
    call(socket, second, 1, port, flow, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], scope, RESULT);
  }
}

/** Reads a `result<_, error-code>`: 0 or a negative outcome. */
export function unitResult(): i32 {
  return load<u8>(RESULT) == 0 ? 0 : -1 - <i32>load<u8>(RESULT, 1);
}

/** Reads a result whose payload has the alignment of 4 bytes: 0 (the payload is at RESULT + 4) or a negative outcome. */
export function wideResult(): i32 {
  return load<u8>(RESULT) == 0 ? 0 : -1 - <i32>load<u8>(RESULT, 4);
}

/** Reads a `result<u8, error-code>`, or one of a bool: the value or a negative outcome. */
export function byteResult(): i32 {
  const value = <i32>load<u8>(RESULT, 1);
  return load<u8>(RESULT) == 0 ? value : -1 - value;
}

/** Reads a `result<u64, error-code>`: the value, cut to what is positive, or a negative outcome. */
export function longResult(): i64 {
  if (load<u8>(RESULT) != 0) return -1 - <i64>load<u8>(RESULT, 8);
  return <i64>min<u64>(load<u64>(RESULT, 8), i64.MAX_VALUE);
}

/** Reads the `ip-socket-address` of a successful result. */
export function addressResult(into: IpSocketAddress): void {
  loadAddress(RESULT + 4, into);
}

/** Reads an `ip-socket-address` in memory. */
@inline export function loadAddress(at: usize, into: IpSocketAddress): void {
  const isIpv6 = load<u8>(at) != 0;
  into.family = isIpv6 ? IPV6 : IPV4;
  into.port = load<u16>(at, 4);
  into.flowInfo = isIpv6 ? load<u32>(at, 8) : 0;
  into.scopeId = isIpv6 ? load<u32>(at, 28) : 0;
  for (let i = 0; i < 8; i++) {
    let part: i32 = 0;
    if (isIpv6) part = load<u16>(at + (i << 1), 12);
    else if (i < 4) part = load<u8>(at + i, 6);
    store<u16>(changetype<usize>(into.parts) + (i << 1), part);
  }
}

/** Writes an `ip-socket-address` to memory. */
export function storeAddress(at: usize, address: IpSocketAddress): void {
  const isIpv6 = address.family == IPV6;
  store<u8>(at, isIpv6 ? 1 : 0);
  store<u16>(at, address.port, 4);
  if (isIpv6) store<u32>(at, address.flowInfo, 8);
  if (isIpv6) store<u32>(at, address.scopeId, 28);
  const count = isIpv6 ? 8 : 4;
  for (let i = 0; i < count; i++) {
    if (isIpv6) store<u16>(at + (i << 1), address.parts[i], 12);
    else store<u8>(at + i, <u8>address.parts[i], 6);
  }
}
