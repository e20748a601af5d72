import { textOfBytes } from '../../wasi';

const ALPHABET: string = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING: u8 = 0x3d;

/** Writes bytes in Base64. Source: RFC 4648, section 4. */
export function encodeBase64(data: StaticArray<u8>): string {
  const text = new StaticArray<u8>(((data.length + 2) / 3) << 2);
  for (let i = 0; i < text.length; i++) {
    const bit = i * 6;
    const from = bit >> 3;
    if (from >= data.length) text[i] = PADDING;
    else {
      const pair = ((<i32>data[from]) << 8) | (from + 1 < data.length ? <i32>data[from + 1] : 0);
      text[i] = <u8>ALPHABET.charCodeAt((pair >> (10 - (bit & 7))) & 63);
    }
  }
  return textOfBytes(text, 0, text.length);
}

/** Whether a text is the Base64 of 16 bytes. */
export function isBase64Of16Bytes(text: string): bool {
  if (text.length != 24) return false;
  for (let i = 0; i < 24; i++) {
    const code = text.charCodeAt(i);
    if (i < 22 ? !isDigit64(code) : code != PADDING) return false;
  }
  return true;
}

function isDigit64(code: i32): bool {
  for (let i = 0; i < 64; i++) if (ALPHABET.charCodeAt(i) == code) return true;
  return false;
}
