import { ByteWriter } from '../http/byte-writer';
import { Utf8Validator } from '../http/websocket/utf8-validator';
import { Bytes } from '../net';

const TAB: u8 = 0x09;
const NEW_LINE: u8 = 0x0a;
const ESCAPE: u8 = 0x1b;
const SPACE: u8 = 0x20;
const BRACKET: u8 = 0x5b;
const DELETE: i32 = 0x7f;

const utf8 = new Utf8Validator();
const REPLACEMENT = Bytes.of('\ufffd');

/**
 * Appends a text that anybody may have sent, as what any terminal or page can show: what is not UTF-8 becomes U+FFFD; control
 * characters, the sequences of ANSI terminals and what overrides the direction of text are left out; tabs and ends of lines become spaces.
 */
export function cleanText(text: Bytes, cleaned: ByteWriter): void {
  let point = 0;
  let start = 0; // of the character that has begun
  utf8.reset();
  for (let i = 0; i < text.length;) {
    const byte = text.at(i);
    if (utf8.isComplete) {
      start = i;
      if (byte < 0x80) {
        i = byte == ESCAPE ? afterEscape(text, i + 1) : i + 1;
        writeAscii(byte, cleaned);
        continue;
      }
    }
    if (!utf8.add(text.buffer, text.start + i, 1)) {
      cleaned.write(REPLACEMENT);
      utf8.reset();
      if (start == i) i++; // else a character is broken off by this byte, which may begin another
      continue;
    }
    point = start == i ? leadBits(byte) : (point << 6) | (byte & 0x3f);
    i++;
    if (utf8.isComplete) writePoint(point, text, start, i, cleaned);
  }
  if (!utf8.isComplete) cleaned.write(REPLACEMENT);
}

/** Returns where a sequence such as `[31m` ends; `start`: where it may start. Source: ECMA-48, section 5.4. */
function afterEscape(text: Bytes, start: i32): i32 {
  if (start == text.length || text.at(start) != BRACKET) return start;
  let end = start + 1;
  while (end < text.length && text.at(end) >= SPACE && text.at(end) < 0x40) end++;
  return min(end + 1, text.length);
}

function writeAscii(byte: u8, cleaned: ByteWriter): void {
  if (byte == TAB || byte == NEW_LINE) cleaned.writeByte(SPACE);
  else if (byte >= SPACE && byte != DELETE) cleaned.writeByte(byte);
}

/** Gives the bits of a character that its first byte has. */
function leadBits(byte: u8): i32 {
  return byte & (byte < 0xe0 ? 0x1f : byte < 0xf0 ? 0x0f : 0x07);
}

function writePoint(point: i32, text: Bytes, start: i32, end: i32, cleaned: ByteWriter): void {
  if (point == 0x2028 || point == 0x2029) return cleaned.writeByte(SPACE);
  if (point < 0xa0 || isDirection(point) || point == 0xfeff) return;
  for (let i = start; i < end; i++) cleaned.writeByte(text.at(i));
}

/** Whether a character changes the direction of those after it. Source: Unicode Standard Annex 9, section 2. */
function isDirection(point: i32): bool {
  return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}
