/** The most characters that are shown of one text. */
const MAX_SHOWN = 500;
/** Control and format characters, line separators and lone surrogates: they move a terminal's cursor, hide text or turn it around. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Gives a text as one line that a terminal only shows: what it would obey is escaped (`\u{1b}`), what is too long is cut. */
export function printable(text: string, limit = MAX_SHOWN): string {
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return shown.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
