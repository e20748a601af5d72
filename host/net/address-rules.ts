/** Which addresses each call of wasi:sockets accepts; source: the WIT texts of tcp and udp, and wasmtime where those say nothing. */
import type { Address } from '../engines/engine.ts';

/** Whether an address has that family and is neither IPv4-mapped nor IPv4-compatible. */
export function isOfFamily({ family, parts }: Address, wanted: 4 | 6): boolean {
  if (family !== wanted) return false;
  if (family === 4 || parts.slice(0, 5).some((group) => group !== 0)) return true;
  // ::ffff:a.b.c.d is IPv4-mapped, ::a.b.c.d is IPv4-compatible, except for :: and ::1. Source: RFC 4291 section 2.5.5.
  const isMapped = parts[5] === 0xffff;
  const isCompatible = parts[5] === 0 && (parts[6] !== 0 || parts[7]! > 1);
  return !isMapped && !isCompatible;
}

/** Whether an address is neither multicast nor broadcast. */
export function isUnicast({ family, parts }: Address): boolean {
  if (family === 6) return parts[0]! >> 8 !== 0xff;
  return parts[0]! >> 4 !== 0xe && !parts.every((octet) => octet === 255);
}

/** Whether an address can be sent to: neither its port nor its IP address is 0. */
export function isRemote({ port, parts }: Address): boolean {
  return port !== 0 && parts.some((part) => part !== 0);
}

/** Whether two addresses are equal. A scope of 0 equals any: the system chooses one. */
export function isSameAddress(a: Address, b: Address): boolean {
  if (a.family !== b.family || a.port !== b.port) return false;
  if (a.scopeId !== b.scopeId && a.scopeId !== 0 && b.scopeId !== 0) return false;
  for (let i = 0; i < a.parts.length; i++) if (a.parts[i] !== b.parts[i]) return false;
  return true;
}
