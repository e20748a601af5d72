/** The most characters that are shown of one text. */
const MAX_SHOWN = 500;
/** Control and format characters, line separators and lone surrogates: they can move a terminal's cursor, hide text or reverse it. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Returns a text as one line that is safe for a terminal: control characters are escaped (`\u{1b}`), and it is cut at the limit. */
export function printable(text: string, limit = MAX_SHOWN): string {
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return shown.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
