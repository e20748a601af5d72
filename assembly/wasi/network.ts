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

/** Reads a `result<_, error-code>`: 0 or a negative outcome. */
export function unitResult(): i32 {
  return load<u8>(RESULT) == 0 ? 0 : -1 - <i32>load<u8>(RESULT, 1);
}

/** Reads a result whose payload has the alignment of 4 bytes: 0 (the payload is at RESULT + 4) or a negative outcome. */
export function wideResult(): i32 {
  return load<u8>(RESULT) == 0 ? 0 : -1 - <i32>load<u8>(RESULT, 4);
}

/** Reads the `ip-socket-address` of a successful result. */
export function addressResult(into: IpSocketAddress): void {
  const at = RESULT + 4;
  const isIpv6 = load<u8>(at) != 0;
  into.family = isIpv6 ? IPV6 : IPV4;
  into.port = load<u16>(at, 4);
  into.flowInfo = isIpv6 ? load<u32>(at, 8) : 0;
  into.scopeId = isIpv6 ? load<u32>(at, 28) : 0;
  for (let i = 0; i < 8; i++) {
    if (isIpv6) into.parts[i] = load<u16>(at + (i << 1), 12);
    else into.parts[i] = i < 4 ? <u16>load<u8>(at + i, 6) : 0;
  }
}
