import { textOfBytes } from '../wasi';
import { hexValue } from './tokens';

const PERCENT: u8 = 0x25;
const PLUS: u8 = 0x2b;
const SPACE: u8 = 0x20;

/** Whether each `%` of a range is followed by two hexadecimal digits, and none of them encodes a NUL. */
export function isEncoded(buffer: StaticArray<u8>, start: i32, end: i32): bool {
  for (let i = start; i < end; i++) {
    if (unchecked(buffer[i]) != PERCENT) continue;
    if (i + 2 >= end) return false;
    const high = hexValue(unchecked(buffer[i + 1]));
    const low = hexValue(unchecked(buffer[i + 2]));
    if (high < 0 || low < 0 || (high | low) == 0) return false;
  }
  return true;
}

/**
 * Decodes a range of a URI (RFC 3986, section 2.1) as UTF-8; with `isForm` a plus is a space, as in queries that browsers make. A `%`
 * that no two digits follow stays what it is; bytes that are not UTF-8 become another character.
 */
export function decodePercent(buffer: StaticArray<u8>, start: i32, end: i32, isForm: bool = false): string {
  const plus: u8 = isForm ? PLUS : PERCENT;
  let i = start;
  while (i < end && buffer[i] != PERCENT && buffer[i] != plus) i++;
  if (i == end) return textOfBytes(buffer, start, end - start);
  const bytes = new StaticArray<u8>(end - start);
  let length = 0;
  for (i = start; i < end; i++) {
    let byte = buffer[i];
    if (byte == PERCENT && i + 2 < end && hexValue(buffer[i + 1]) >= 0 && hexValue(buffer[i + 2]) >= 0) {
      byte = <u8>((hexValue(buffer[i + 1]) << 4) | hexValue(buffer[i + 2]));
      i += 2;
    } else if (isForm && byte == PLUS) byte = SPACE;
    bytes[length++] = byte;
  }
  return textOfBytes(bytes, 0, length);
}
