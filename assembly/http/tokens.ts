/** The characters of HTTP: RFC 9110, sections 5.5 (values) and 5.6.2 (tokens); RFC 9112, section 3.2 (targets). */

/** In tokens: names of methods, fields and codings. */
export const TOKEN: u8 = 1;
/** In values of fields: what is visible, beyond ASCII, space or tab. */
export const VALUE: u8 = 2;
/** In request targets: visible ASCII. */
export const TARGET: u8 = 4;
/** In the host of a URI, outside brackets: RFC 3986, section 3.2.2. */
export const HOST: u8 = 8;

/** The tab, which may stand around and within values. */
export const TAB: u8 = 0x09;
/** The end of a line, after a CR. */
export const LF: u8 = 0x0a;
/** Stands before LF, and nowhere else. */
export const CR: u8 = 0x0d;
/** The space. */
export const SPACE: u8 = 0x20;
const DELETE: i32 = 0x7f;

/** The classes of each character; a loop over many looks into this table itself, since a call for each takes longer. */
export const CLASSES: StaticArray<u8> = makeClasses();

/** Returns the value of a hexadecimal digit; -1: it is none. */
export function hexValue(byte: u8): i32 {
  const digit = <i32>byte - 0x30;
  if (digit >= 0 && digit <= 9) return digit;
  const letter = ((<i32>byte) | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

/** Whether a byte is a decimal digit. */
export function isDigit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39;
}

/** Makes an ASCII letter small. */
export function lowerCase(byte: u8): u8 {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

/** Whether a text is a token: not empty, and nothing else in it. */
export function isToken(text: string): bool {
  return text.length > 0 && hasOnly(text, TOKEN);
}

/** Whether a text may be the value of a field; what is beyond ASCII is sent as UTF-8. */
export function isValue(text: string): bool {
  return hasOnly(text, VALUE);
}

/** Whether two texts are the same but for the case of ASCII letters. */
export function isSame(a: string, b: string): bool {
  if (a.length != b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x != y && ((x | y) > 0x7f || lowerCase(<u8>x) != lowerCase(<u8>y))) return false;
  }
  return true;
}

function hasOnly(text: string, characters: u8): bool {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (((unit > 0xff ? VALUE : CLASSES[unit]) & characters) == 0) return false;
  }
  return true;
}

function makeClasses(): StaticArray<u8> {
  const table = new StaticArray<u8>(256);
  for (let byte = 0; byte < 256; byte++) {
    let classes: u8 = 0;
    if (byte == TAB || (byte >= 0x20 && byte != DELETE)) classes |= VALUE;
    if (byte > 0x20 && byte < DELETE) classes |= TARGET;
    const letter = byte | 0x20;
    if (isDigit(<u8>byte) || (byte < DELETE && letter >= 0x61 && letter <= 0x7a)) classes |= TOKEN | HOST;
    table[byte] = classes;
  }
  mark(table, "!#$%&'*+-.^_`|~", TOKEN);
  mark(table, "-._~!$&'()*+,;=%", HOST);
  return table;
}

function mark(table: StaticArray<u8>, characters: string, as: u8): void {
  for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] |= as;
}
