import { CLASSES, HOST, hexValue, isDigit } from './tokens';

const COLON: u8 = 0x3a;
const PERCENT: u8 = 0x25;
const DOT: u8 = 0x2e;

/**
 * Whether a range of the buffer may be the value of `Host` or the authority of a target: a name or IPv4 address, or an IPv6 address
 * in brackets, and perhaps a port (RFC 9110, section 7.2; RFC 3986, section 3.2.2). It may be empty, but not a port alone.
 */
export function isHost(buffer: StaticArray<u8>, start: i32, end: i32): bool {
  if (start == end) return true;
  const hostEnd =
    unchecked(buffer[start]) == 0x5b ? addressEnd(buffer, start, end) : nameEnd(buffer, start, end);
  if (hostEnd <= start) return false;
  if (hostEnd == end) return true;
  if (unchecked(buffer[hostEnd]) != COLON || end - hostEnd > 6) return false;
  let port = 0;
  for (let i = hostEnd + 1; i < end; i++) {
    if (!isDigit(unchecked(buffer[i]))) return false;
    port = port * 10 + (unchecked(buffer[i]) - 0x30);
  }
  return port <= 0xffff;
}

function nameEnd(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
  let i = start;
  while (i < end && (unchecked(CLASSES[buffer[i]]) & HOST) != 0) {
    if (
      unchecked(buffer[i]) == PERCENT &&
      (i + 2 >= end || hexValue(unchecked(buffer[i + 1])) < 0 || hexValue(unchecked(buffer[i + 2])) < 0)
    )
      return start;
    i++;
  }
  return i;
}

/** Returns where an address in brackets ends; `start`: it is none. */
function addressEnd(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
  let colons = 0;
  for (let i = start + 1; i < end; i++) {
    const byte = buffer[i];
    if (byte == 0x5d) return colons >= 2 ? i + 1 : start;
    if (byte == COLON) colons++;
    else if (byte != DOT && hexValue(byte) < 0) return start;
  }
  return start;
}
