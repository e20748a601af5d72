import { IPV4, IPV6 } from '../wasi';
import { SocketAddress } from './address';

const DIGIT_0: i32 = 0x30;
const COLON: i32 = 0x3a;
const DOT: i32 = 0x2e;
const LETTER_A: i32 = 0x61;
const TO_LOWER_CASE: i32 = 0x20;

/** Parses a decimal number of at most nine digits. Returns -1 if it is not one or is greater than `limit`. */
export function parseDecimal(text: string, limit: i32): i32 {
  if (text.length == 0 || text.length > 9) return -1;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - DIGIT_0;
    if (<u32>digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= limit ? value : -1;
}

/** Parses `a.b.c.d` into the first four parts. Refuses leading zeros, which some programs take for octal numbers. */
function parseIpv4(host: string, parts: StaticArray<u16>): bool {
  let count = 0;
  let value = -1;
  for (let i = 0; i <= host.length; i++) {
    const code = i < host.length ? host.charCodeAt(i) : DOT;
    if (code == DOT) {
      if (value < 0 || count == 4) return false;
      parts[count++] = <u16>value;
      value = -1;
    } else {
      if (<u32>(code - DIGIT_0) > 9 || value == 0) return false;
      value = max(value, 0) * 10 + code - DIGIT_0;
      if (value > 255) return false;
    }
  }
  return count == 4;
}

/** Returns the value of a hexadecimal digit; 16: it is not one. */
function hexValue(code: i32): i32 {
  if (<u32>(code - DIGIT_0) <= 9) return code - DIGIT_0;
  const letter = (code | TO_LOWER_CASE) - LETTER_A;
  return <u32>letter < 6 ? letter + 10 : 16;
}

/** Parses an IPv6 address by RFC 4291, section 2.2, forms 1 and 2. */
function parseIpv6(host: string, groups: StaticArray<u16>): bool {
  const end = host.length;
  let gap = host.startsWith('::') ? 0 : -1;
  let count = 0;
  let i = gap == 0 ? 2 : 0;
  while (i < end) {
    const start = i;
    let value = 0;
    for (let digit = 0; i < end && (digit = hexValue(host.charCodeAt(i))) < 16; i++)
      value = (value << 4) | digit;
    if (i == start || i > start + 4 || count == 8) return false;
    groups[count++] = <u16>value;
    if (i == end) break;
    if (host.charCodeAt(i++) != COLON || i == end) return false;
    if (host.charCodeAt(i) != COLON) continue;
    if (gap >= 0) return false;
    gap = count;
    i++;
  }
  if (gap < 0) return count == 8;
  if (count == 8) return false;
  for (let moved = 1; moved <= count - gap; moved++) {
    groups[8 - moved] = groups[count - moved];
    groups[count - moved] = 0;
  }
  return true;
}

/** Parses an IPv4 or (without brackets) IPv6 address. Returns null if it is neither. */
export function parseIpAddress(host: string, port: u16): SocketAddress | null {
  const address = new SocketAddress();
  const isIpv6 = host.includes(':');
  address.port = port;
  address.family = isIpv6 ? IPV6 : IPV4;
  const isValid = isIpv6 ? parseIpv6(host, address.parts) : parseIpv4(host, address.parts);
  return isValid ? address : null;
}
