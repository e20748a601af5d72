/**
 * The canonical ABI of `ip-socket-address`, which is the same in WASI 0.2 and 0.3.
 *
 * In memory: +0 family (0 IPv4, 1 IPv6); IPv4: +4 port u16, +6 four octets; IPv6: +4 port u16, +8 flow-info u32, +12 eight groups
 * u16, +28 scope-id u32. As an argument it is flattened to 12 values: the family, its fields, zeros.
 */

/** `ip-address-family`: IPv4. */
export const IPV4: i32 = 0;
/** `ip-address-family`: IPv6. */
export const IPV6: i32 = 1;

/** An `ip-socket-address`. */
export class IpSocketAddress {
  /** IPV4 or IPV6. */
  family: i32 = IPV4;
  /** The port; 0 asks for any free one when a socket is bound. */
  port: u16 = 0;
  /** IPv4: four octets, then zeros; IPv6: eight 16-bit groups; in the order in which they are written. */
  parts: StaticArray<u16> = new StaticArray<u16>(8);
  /** IPv6: the flow label and traffic class; else 0. */
  flowInfo: u32 = 0;
  /** IPv6: the index of the network interface of a link-local address; else 0. */
  scopeId: u32 = 0;
}

/** Lifts the `ip-socket-address` at `at`. */
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

/** Lowers an `ip-socket-address` to memory at `at`. */
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
