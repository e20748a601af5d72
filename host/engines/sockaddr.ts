/** `struct sockaddr_in` and `sockaddr_in6` of Linux, in a buffer of ours. The port is in network order. */
import type { Address } from './engine.ts';
import { AF_INET, AF_INET6 } from './libc.ts';

/** Room for the larger of the two, in bytes. */
export const SOCKADDR_BYTES = 28;

/** Writes the address to `bytes` and returns its length in bytes. */
export function writeSockaddr(view: DataView, address: Address): number {
  view.setUint16(0, address.family === 4 ? AF_INET : AF_INET6, true);
  view.setUint16(2, address.port);
  if (address.family === 4) {
    address.parts.forEach((octet, i) => view.setUint8(4 + i, octet));
    view.setBigUint64(8, 0n);
    return 16;
  }
  view.setUint32(4, address.flowInfo);
  address.parts.forEach((group, i) => view.setUint16(8 + 2 * i, group));
  view.setUint32(24, address.scopeId, true);
  return 28;
}

/** Reads an address that the kernel wrote. */
export function readSockaddr(view: DataView): Address {
  const port = view.getUint16(2);
  if (view.getUint16(0, true) === AF_INET) {
    const parts = [0, 1, 2, 3].map((i) => view.getUint8(4 + i));
    return { family: 4, port, parts, flowInfo: 0, scopeId: 0 };
  }
  const parts = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => view.getUint16(8 + 2 * i));
  return { family: 6, port, parts, flowInfo: view.getUint32(4), scopeId: view.getUint32(24, true) };
}
