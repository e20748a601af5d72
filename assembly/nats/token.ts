import { bytesOfText, textOfBytes } from '../wasi';

const ESCAPE: u8 = 0x3d; // =
const DASH: u8 = 0x2d;
const UNDERSCORE: u8 = 0x5f;
const DIGIT_0: i32 = 0x30;
const LETTER_A: i32 = 0x61;

/**
 * Makes any name one token of a subject, whatever is in it: dots, spaces and wildcards become `=` and two digits, as all bytes of UTF-8 do
 * but letters, digits, `-` and `_`. Names that differ get tokens that differ, up to three times as long; `decodeToken` reverses it.
 */
export function encodeToken(name: string): string {
  const bytes = bytesOfText(name);
  const token = new StaticArray<u8>(3 * bytes.length + 1);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (!isPlain(byte)) {
      token[length++] = ESCAPE;
      token[length++] = hexDigit(byte >> 4);
    }
    token[length++] = isPlain(byte) ? byte : hexDigit(byte & 15);
  }
  if (length == 0) token[length++] = ESCAPE; // a token is not empty
  return textOfBytes(token, 0, length);
}

/** Returns the name that `encodeToken` made a token of. Null: it made no such token. */
export function decodeToken(token: string): string | null {
  const bytes = new StaticArray<u8>(token.length);
  let length = 0;
  for (let i = 0; i < token.length; i++) {
    let byte = token.charCodeAt(i);
    if (byte == ESCAPE && i + 2 < token.length) {
      byte = (digitValue(token.charCodeAt(i + 1)) << 4) | digitValue(token.charCodeAt(i + 2));
      i += 2;
    } else if (byte == ESCAPE && token.length == 1) break;
    bytes[length++] = <u8>byte;
  }
  const name = textOfBytes(bytes, 0, length);
  return encodeToken(name) == token ? name : null;
}

function isPlain(byte: u8): bool {
  const letter = (byte | 0x20) - <u8>LETTER_A;
  return letter < 26 || byte - <u8>DIGIT_0 < 10 || byte == DASH || byte == UNDERSCORE;
}

function hexDigit(value: u8): u8 {
  return value < 10 ? value + <u8>DIGIT_0 : value - 10 + <u8>LETTER_A;
}

/** What is no digit has some value or other: the name that comes out makes another token. */
function digitValue(code: i32): i32 {
  return (code < LETTER_A ? code - DIGIT_0 : code - LETTER_A + 10) & 15;
}
