const QUOTE: i32 = 0x22;
const COMMA: i32 = 0x2c;
const SPACE: i32 = 0x20;
const TAB: i32 = 0x09;

/** Whether two entity tags are the same and both are strong: RFC 9110, section 8.8.3.2. */
export function areSameStrongly(tag: string, other: string): bool {
  return tag.length > 0 && tag == other && !isWeak(tag);
}

/**
 * Whether a list of entity tags (`If-Match`, `If-None-Match`) has a tag; `*` has each. Both must be strong if `isStrong`. What follows a
 * mistake in the list does not count.
 */
export function hasTag(list: string, tag: string, isStrong: bool): bool {
  if (list == '*') return true;
  if (tag.length == 0 || (isStrong && isWeak(tag))) return false;
  const wanted = opaque(tag);
  let i = 0;
  while (i < list.length) {
    const unit = list.charCodeAt(i);
    if (unit == SPACE || unit == TAB || unit == COMMA) {
      i++;
      continue;
    }
    const end = endOfTag(list, i);
    if (end < 0) return false;
    const item = list.substring(i, end);
    if (opaque(item) == wanted && !(isStrong && isWeak(item))) return true;
    i = end;
    while (i < list.length && isSpace(list.charCodeAt(i))) i++;
    if (i < list.length && list.charCodeAt(i) != COMMA) return false;
  }
  return false;
}

/** Returns where the entity tag at `start` ends; -1: there is none. */
function endOfTag(list: string, start: i32): i32 {
  let i = start;
  if (list.substr(i, 2) == 'W/') i += 2;
  if (i >= list.length || list.charCodeAt(i) != QUOTE) return -1;
  for (i++; i < list.length; i++) {
    const unit = list.charCodeAt(i);
    if (unit == QUOTE) return i + 1;
    if (unit <= SPACE || unit == 0x7f) return -1;
  }
  return -1;
}

function isSpace(unit: i32): bool {
  return unit == SPACE || unit == TAB;
}

function isWeak(tag: string): bool {
  return tag.startsWith('W/');
}

function opaque(tag: string): string {
  return isWeak(tag) ? tag.substring(2) : tag;
}
