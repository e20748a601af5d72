/** `struct sockaddr_in` and `sockaddr_in6` of Linux, in a buffer of ours. The port is in network order. */
import type { Address } from '../engine.ts';
import { AF_INET, AF_INET6 } from './libc.ts';

/** Room for the larger of the two, in bytes. */
export const SOCKADDR_BYTES = 28;

/** Writes the address to `bytes` and returns its length in bytes. */
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

/** Makes an address to read others into. */
export function blankAddress(): Address {
  return { family: 4, port: 0, parts: [0, 0, 0, 0], flowInfo: 0, scopeId: 0 };
}

/** Reads an address that the kernel wrote, into one that is there already. */
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
