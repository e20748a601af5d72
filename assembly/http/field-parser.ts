import { Fields } from './fields';
import { CLASSES, CR, LF, SPACE, TAB, TOKEN, VALUE } from './tokens';

/** Parsers return this when what they parse goes on after what is there. */
export const NEEDS_MORE: i32 = -1;

const COLON: u8 = 0x3a;

/**
 * Parses `field-name ":" OWS field-value OWS CRLF` (RFC 9112, section 5) and adds it to `fields`. Returns where it ends, NEEDS_MORE or,
 * below that, the status to refuse the message with: -400, or -431 when there are `limit` fields already.
 */
export function parseField(buffer: StaticArray<u8>, start: i32, end: i32, fields: Fields, limit: i32): i32 {
  let i = start;
  while (i < end && (unchecked(CLASSES[buffer[i]]) & TOKEN) != 0) i++;
  if (i == end) return NEEDS_MORE;
  const nameEnd = i;
  if (i == start || unchecked(buffer[i]) != COLON) return -400;
  i++;
  while (i < end && (unchecked(buffer[i]) == SPACE || unchecked(buffer[i]) == TAB)) i++;
  const valueStart = i;
  while (i < end && (unchecked(CLASSES[buffer[i]]) & VALUE) != 0) i++;
  const position = lineEnd(buffer, i, end);
  if (position < 0) return position;
  while (i > valueStart && (unchecked(buffer[i - 1]) == SPACE || unchecked(buffer[i - 1]) == TAB)) i--;
  if (fields.count >= limit) return -431;
  fields.add(start, nameEnd, valueStart, i);
  return position;
}

/** Returns where the line ends whose CRLF has to begin at `position`; NEEDS_MORE; -400: something else is there. */
export function lineEnd(buffer: StaticArray<u8>, position: i32, end: i32): i32 {
  if (position < end && unchecked(buffer[position]) != CR) return -400;
  if (position + 1 >= end) return NEEDS_MORE;
  return unchecked(buffer[position + 1]) == LF ? position + 2 : -400;
}
