/** Addresses as text, as Node takes and gives them. IPv6's flow label is always 0: Node's texts leave it out. */
import { networkInterfaces } from 'node:os';
import { parseIp } from '../../net/ip-address.ts';
import type { Address } from '../engine.ts';

/** Writes an address without its port; a scope becomes a zone, the name of its interface. */
export function hostText({ family, parts, scopeId }: Address): string {
  if (family === 4) return parts.join('.');
  const text = parts.map((group) => group.toString(16)).join(':');
  return scopeId === 0 ? text : `${text}%${interfaceName(scopeId)}`;
}

/** Reads an address, and stores it in `into` if that is given. */
export function readAddress(host: string, port: number, into?: Address): Address {
  const { family, parts } = parseIp(host)!;
  const zone = host.split('%')[1];
  const address = { family, port, parts, flowInfo: 0, scopeId: zone === undefined ? 0 : scopeOf(zone) };
  return into ? Object.assign(into, address) : address;
}

/** Gives a zone's scope: on Windows a zone is the scope's number, elsewhere an interface's name. */
function scopeOf(zone: string): number {
  const addresses = networkInterfaces()[zone] ?? [];
  return addresses.find(({ scopeid }) => scopeid)?.scopeid ?? (Number(zone) || 0);
}

function interfaceName(scope: number): string {
  const found = Object.entries(networkInterfaces()).find(([, addresses]) =>
    addresses?.some(({ scopeid }) => scopeid === scope),
  );
  return process.platform === 'win32' || found === undefined ? String(scope) : found[0];
}
