import { IPV4, IPV6, SocketAddress } from './address';

/** Reads a decimal number of digits only, `limit` at most; -1 when it is none. */
export function parseDecimal(text: string, limit: i32): i32 {
  if (text.length == 0 || text.length > 9) return -1;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= limit ? value : -1;
}

/** Reads `a.b.c.d` into the first four parts. No leading zeros: some programs take them for octal. */
function parseIpv4(host: string, parts: StaticArray<u16>): bool {
  const texts = host.split('.');
  if (texts.length != 4) return false;
  for (let i = 0; i < 4; i++) {
    const octet = parseDecimal(texts[i], 255);
    if (octet < 0 || (texts[i].length > 1 && texts[i].startsWith('0'))) return false;
    parts[i] = <u16>octet;
  }
  return true;
}

function parseGroup(text: string): i32 {
  if (text.length == 0 || text.length > 4) return -1;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i) | 0x20;
    const digit = code >= 0x61 ? code - 0x61 + 10 : code - 0x30;
    const isDigit = (text.charCodeAt(i) <= 0x39 && digit >= 0 && digit <= 9) || (digit >= 10 && digit <= 15);
    if (!isDigit) return -1;
    value = (value << 4) | digit;
  }
  return value;
}

/** Reads groups between colons to the end of `groups`; false when one is none. A dotted IPv4 may stand last. */
function parseGroups(text: string, groups: Array<u16>): bool {
  if (text.length == 0) return true;
  const texts = text.split(':');
  for (let i = 0; i < texts.length; i++) {
    if (i == texts.length - 1 && texts[i].includes('.')) {
      const octets = new StaticArray<u16>(8);
      if (!parseIpv4(texts[i], octets)) return false;
      groups.push((octets[0] << 8) | octets[1]);
      groups.push((octets[2] << 8) | octets[3]);
    } else {
      const group = parseGroup(texts[i]);
      if (group < 0) return false;
      groups.push(<u16>group);
    }
  }
  return true;
}

/** Reads an IPv6 address after RFC 4291, section 2.2. */
function parseIpv6(host: string, parts: StaticArray<u16>): bool {
  const halves = host.split('::');
  if (halves.length > 2) return false;
  const head = new Array<u16>();
  const tail = new Array<u16>();
  if (!parseGroups(halves[0], head)) return false;
  if (halves.length == 1) {
    if (head.length != 8) return false;
  } else {
    if (halves[0].includes('.') || !parseGroups(halves[1], tail)) return false;
    if (head.length + tail.length > 7) return false;
  }
  for (let i = 0; i < head.length; i++) parts[i] = head[i];
  for (let i = 0; i < tail.length; i++) parts[8 - tail.length + i] = tail[i];
  return true;
}

/** Reads an IPv4 or (without brackets) IPv6 address; null when it is neither. */
export function parseIpAddress(host: string, port: u16): SocketAddress | null {
  const address = new SocketAddress();
  address.port = port;
  if (host.includes(':')) {
    address.family = IPV6;
    return parseIpv6(host, address.parts) ? address : null;
  }
  address.family = IPV4;
  return parseIpv4(host, address.parts) ? address : null;
}
