/** The longest name of a person or a room, in UTF-16 units. */
export const MAX_NAME_LENGTH: i32 = 24;

const UNDERSCORE: i32 = 0x5f;
const DASH: i32 = 0x2d;

/**
 * Returns what is wrong with a name, in one line; empty: nothing. A name has letters, digits, `_` and `-`, and begins with a letter or a
 * digit. Beyond ASCII all is taken for a letter but spaces, marks that join the letter before, and what can't be seen.
 */
export function problemOfName(name: string): string {
  if (name.length == 0 || name.length > MAX_NAME_LENGTH) return 'A name has 1 to 24 characters';
  for (let i = 0; i < name.length; i++)
    if (!isOfName(name.charCodeAt(i), i == 0))
      return 'A name has letters, digits, _ and -, and begins with a letter or a digit';
  return '';
}

/** Returns what two names have in common that are the same but for the case of their letters (Unicode's full mapping, no normalization). */
export function keyOfName(name: string): string {
  return name.toLowerCase();
}

function isOfName(unit: i32, isFirst: bool): bool {
  if (unit >= 0xc0) return !isUnfit(unit);
  const letter = unit | 0x20;
  const isPlain = (letter >= 0x61 && letter <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
  return isPlain || (!isFirst && (unit == UNDERSCORE || unit == DASH));
}

/** Whether a unit beyond Latin-1's signs is no part of a name: it joins the one before, is a space, can't be seen or means nothing. */
function isUnfit(unit: i32): bool {
  return (
    unit == 0xd7 ||
    unit == 0xf7 ||
    isIn(unit, 0x300, 0x36f) || // combining marks
    unit == 0x61c ||
    isIn(unit, 0x115f, 0x1160) || // Hangul fillers
    unit == 0x1680 ||
    isIn(unit, 0x180b, 0x180f) ||
    isIn(unit, 0x1ab0, 0x1aff) ||
    isIn(unit, 0x1dc0, 0x1dff) ||
    isIn(unit, 0x2000, 0x20ff) || // punctuation, marks
    unit == 0x3000 ||
    unit == 0x3164 ||
    isIn(unit, 0xdb40, 0xdbff) || // tags, private use
    isIn(unit, 0xe000, 0xf8ff) ||
    isIn(unit, 0xfe00, 0xfe2f) ||
    unit == 0xfeff ||
    unit == 0xffa0 ||
    unit >= 0xfff0
  );
}

function isIn(unit: i32, first: i32, last: i32): bool {
  return unit >= first && unit <= last;
}
