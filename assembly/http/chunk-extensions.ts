import { CLASSES, SPACE, TAB, TOKEN } from './tokens';

const SEMICOLON: u8 = 0x3b;
const EQUALS: u8 = 0x3d;
const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;

/**
 * Whether what stands between the size of a chunk and the end of its line is extensions (RFC 9112, section 7.1.1): names behind
 * semicolons, perhaps with values, which are tokens or quoted. What they say is not looked at. All bytes may stand in a value.
 */
export function areExtensions(buffer: StaticArray<u8>, start: i32, end: i32): bool {
  let i = start;
  while (i < end) {
    i = skipSpace(buffer, i, end);
    if (i == end || buffer[i] != SEMICOLON) return false;
    const name = skipSpace(buffer, i + 1, end);
    const nameEnd = skipToken(buffer, name, end);
    if (nameEnd == name) return false;
    i = skipSpace(buffer, nameEnd, end);
    if (i == end) return i == nameEnd;
    if (buffer[i] != EQUALS) {
      i = nameEnd;
      continue;
    }
    const value = skipSpace(buffer, i + 1, end);
    i =
      value < end && buffer[value] == QUOTE ? skipQuoted(buffer, value, end) : skipToken(buffer, value, end);
    if (i == value) return false;
  }
  return true;
}

function skipSpace(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
  let i = start;
  while (i < end && (buffer[i] == SPACE || buffer[i] == TAB)) i++;
  return i;
}

function skipToken(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
  let i = start;
  while (i < end && (CLASSES[buffer[i]] & TOKEN) != 0) i++;
  return i;
}

/** Returns where the quoted text ends that begins at `start`; `start`: it does not end. */
function skipQuoted(buffer: StaticArray<u8>, start: i32, end: i32): i32 {
  for (let i = start + 1; i < end; i++) {
    if (buffer[i] == QUOTE) return i + 1;
    if (buffer[i] == BACKSLASH) i++;
  }
  return start;
}
