/** IP addresses as text; source: RFC 4291 section 2.2. */
import { SocketAddress, isIP } from 'node:net';

/** An address without a port. */
export interface IpAddress {
  family: 4 | 6;
  /** 4 octets or 8 groups. */
  parts: number[];
}

/** Reads an IP address, without its zone (`%eth0`); undefined: the text is no IP address. */
export function parseIp(text: string): IpAddress | undefined {
  const kind = isIP(text);
  if (kind === 0) return undefined;
  if (kind === 4) return { family: 4, parts: text.split('.').map(Number) };
  const [front, back] = text.split('%')[0]!.split('::') as [string, string?];
  const [before, after] = [groups(front), groups(back ?? '')];
  const zeros = back === undefined ? 0 : 8 - before.length - after.length;
  return { family: 6, parts: [...before, ...Array<number>(zeros).fill(0), ...after] };
}

/** Converts an IPv4-mapped address to IPv4; returns any other address itself. */
export function unmapped(address: IpAddress): IpAddress {
  const { family, parts } = address;
  const isMapped = family === 6 && parts[5] === 0xffff && parts.slice(0, 5).every((group) => group === 0);
  if (!isMapped) return address;
  const [high, low] = parts.slice(6) as [number, number];
  return { family: 4, parts: [high >> 8, high & 0xff, low >> 8, low & 0xff] };
}

/** Reads groups between colons; an IPv4 address at the end becomes two groups. */
function groups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a, b, c, d] = group.split('.').map(Number) as [number, number, number, number];
    return [a * 256 + b, c * 256 + d];
  });
}

/** Writes an IP address; IPv6 in its shortest form. */
export function formatIp({ family, parts }: IpAddress): string {
  if (family === 4) return parts.join('.');
  const address = parts.map((group) => group.toString(16)).join(':');
  return new SocketAddress({ address, family: 'ipv6' }).address;
}

/** Writes an address with its port, IPv6 in brackets. */
export function formatAddress(address: IpAddress & { port: number }): string {
  const host = formatIp(address);
  return `${address.family === 6 ? `[${host}]` : host}:${address.port}`;
}
