/** Which addresses wasi:sockets takes for what; source: the WIT texts of tcp and udp, and wasmtime where they are silent. */
import type { Address } from '../engines/engine.ts';

/** Whether a socket of that family can have it: its own family, and no IPv4 address in IPv6's clothes. */
export function isOfFamily({ family, parts }: Address, wanted: 4 | 6): boolean {
  if (family !== wanted) return false;
  if (family === 4 || parts.slice(0, 5).some((group) => group !== 0)) return true;
  // ::ffff:a.b.c.d is IPv4-mapped, ::a.b.c.d is IPv4-compatible; but :: and ::1 are IPv6's own.
  const isMapped = parts[5] === 0xffff;
  const isCompatible = parts[5] === 0 && (parts[6] !== 0 || parts[7]! > 1);
  return !isMapped && !isCompatible;
}

/** Whether it stands for one host: no multicast, no broadcast. */
export function isUnicast({ family, parts }: Address): boolean {
  if (family === 6) return parts[0]! >> 8 !== 0xff;
  return parts[0]! >> 4 !== 0xe && !parts.every((octet) => octet === 255);
}

/** Whether something can be sent there: neither the port nor the address is left open. */
export function isRemote({ port, parts }: Address): boolean {
  return port !== 0 && parts.some((part) => part !== 0);
}

/** Whether two addresses are one. A scope of 0 stands for any: the system fills it in. */
export function isSameAddress(one: Address, other: Address): boolean {
  if (one.family !== other.family || one.port !== other.port) return false;
  if (one.scopeId !== other.scopeId && one.scopeId !== 0 && other.scopeId !== 0) return false;
  for (let i = 0; i < one.parts.length; i++) if (one.parts[i] !== other.parts[i]) return false;
  return true;
}
