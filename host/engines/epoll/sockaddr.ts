/** `struct sockaddr_in` and `sockaddr_in6` of Linux. Source: `man 7 ip`, `ipv6`; the port is in network byte order. */
import { type Address, blankAddress } from '../engine.ts';
import { AF_INET, AF_INET6 } from './libc.ts';

/** The size of the larger struct, in bytes. */
export const SOCKADDR_BYTES = 28;

/** Writes an address and returns the struct's length in bytes. */
export function writeSockaddr(view: DataView, address: Address): number {
  const { family, parts } = address;
  view.setUint16(0, family === 4 ? AF_INET : AF_INET6, true);
  view.setUint16(2, address.port);
  if (family === 4) {
    for (let i = 0; i < 4; i++) view.setUint8(4 + i, parts[i]!);
    view.setBigUint64(8, 0n);
    return 16;
  }
  view.setUint32(4, address.flowInfo);
  for (let i = 0; i < 8; i++) view.setUint16(8 + 2 * i, parts[i]!);
  view.setUint32(24, address.scopeId, true);
  return 28;
}

/** Reads an address that the kernel wrote, and stores it in `into`. */
export function readSockaddr(view: DataView, into = blankAddress()): Address {
  const isIpv4 = view.getUint16(0, true) === AF_INET;
  into.family = isIpv4 ? 4 : 6;
  into.port = view.getUint16(2);
  into.parts.length = isIpv4 ? 4 : 8;
  for (let i = 0; i < into.parts.length; i++)
    into.parts[i] = isIpv4 ? view.getUint8(4 + i) : view.getUint16(8 + 2 * i);
  into.flowInfo = isIpv4 ? 0 : view.getUint32(4);
  into.scopeId = isIpv4 ? 0 : view.getUint32(24, true);
  return into;
}
