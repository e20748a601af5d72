import { isSame } from '../tokens';

/** `codingQuality`: the field says nothing of the coding. */
export const UNMENTIONED: i32 = -1;

/**
 * Tells how welcome a coding is to a client by its field `Accept-Encoding`: RFC 9110, section 12.5.3.
 *
 * Returns from 0 (not at all; also where its weight is wrong) to 1000, or UNMENTIONED. `*` mentions each that is not named.
 */
export function codingQuality(field: string, coding: string): i32 {
  let byStar = UNMENTIONED;
  for (let start = 0; start < field.length;) {
    let end = field.indexOf(',', start);
    if (end < 0) end = field.length;
    let nameEnd = field.indexOf(';', start);
    if (nameEnd < 0 || nameEnd > end) nameEnd = end;
    const name = field.substring(start, nameEnd).trim();
    if (name == '*' || isSame(name, coding)) {
      const quality = nameEnd == end ? 1000 : weightOf(field.substring(nameEnd + 1, end).trim());
      if (name != '*') return quality;
      byStar = quality;
    }
    start = end + 1;
  }
  return byStar;
}

/** Returns a weight, `q=` and a number from 0 to 1 with three decimals at most, in thousandths; 0: it is none. */
function weightOf(text: string): i32 {
  if (text.length < 3 || text.length > 7 || !isSame(text.substr(0, 2), 'q=')) return 0;
  let quality = 0;
  let scale = 1000;
  for (let i = 2; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (i == 3) {
      if (digit != -2) return 0; // the point
      continue;
    }
    if (digit < 0 || digit > 9) return 0;
    quality += digit * scale;
    scale /= 10;
  }
  return quality > 1000 ? 0 : quality;
}
