/** Text in the canonical ABI: the component model's strings are UTF-8, AssemblyScript's are UTF-16. */

import { countLarge } from './garbage';

/** What one UTF-16 unit takes in UTF-8, at most. */
export const MAX_UTF8_BYTES: i32 = 3;

const DIGITS: string = '0123456789abcdef';

/** Reads the `string` at `record` (+0 pointer, +4 bytes) and frees it. */
export function takeString(record: usize): string {
  const pointer = load<usize>(record);
  const text = String.UTF8.decodeUnsafe(pointer, load<usize>(record, 4));
  heap.free(pointer);
  return text;
}

/** Reads the list at `record` (+0 pointer, +4 count), whose items are `perItem` strings each, and frees it. */
export function takeStrings(record: usize, perItem: i32 = 1): string[] {
  const list = load<usize>(record);
  const count = load<i32>(record, 4) * perItem;
  const texts = new Array<string>(count);
  for (let i = 0; i < count; i++) texts[i] = takeString(list + (i << 3));
  if (count > 0) heap.free(list);
  return texts;
}

/** Encodes a text as UTF-8; half of a surrogate pair becomes U+FFFD. */
export function bytesOfText(text: string): StaticArray<u8> {
  const bytes = new StaticArray<u8>(String.UTF8.byteLength(text));
  String.UTF8.encodeUnsafe(
    changetype<usize>(text),
    text.length,
    changetype<usize>(bytes),
    false,
    String.UTF8.ErrorMode.REPLACE,
  );
  return bytes;
}

/** Encodes a text as UTF-8, with U+FFFD for a lone surrogate, on which the host would trap. */
export function encodeStrictly(text: string): ArrayBuffer {
  return String.UTF8.encode(text, false, String.UTF8.ErrorMode.REPLACE);
}

/** Returns how many bytes a text takes as UTF-8. */
export function utf8Bytes(text: string): i32 {
  return String.UTF8.byteLength(text);
}

/** Encodes a text as UTF-8 to `start` in the buffer; returns its bytes. Traps when they do not fit. */
export function encodeText(text: string, buffer: StaticArray<u8>, start: i32): i32 {
  const bytes = String.UTF8.byteLength(text);
  assert(start >= 0 && start <= buffer.length - bytes);
  String.UTF8.encodeUnsafe(
    changetype<usize>(text),
    text.length,
    changetype<usize>(buffer) + start,
    false,
    String.UTF8.ErrorMode.REPLACE,
  );
  return bytes;
}

/** Writes a text to `start` in the buffer if all of it is ASCII; returns whether it is. Traps when it does not fit. */
export function encodeAscii(text: string, buffer: StaticArray<u8>, start: i32): bool {
  const length = text.length;
  assert(start >= 0 && start <= buffer.length - length);
  const from = changetype<usize>(text);
  const to = changetype<usize>(buffer) + start;
  for (let i = 0; i < length; i++) {
    const unit = load<u16>(from + (i << 1));
    if (unit > 0x7f) return false;
    store<u8>(to + i, <u8>unit);
  }
  return true;
}

/** Decodes `bytes` bytes of `buffer` from `start` on as UTF-8. Traps when they are not all in the buffer. */
export function textOfBytes(buffer: StaticArray<u8>, start: i32, bytes: i32): string {
  assert(bytes >= 0 && start >= 0 && start <= buffer.length - bytes);
  countLarge(bytes << 1);
  return String.UTF8.decodeUnsafe(changetype<usize>(buffer) + start, bytes);
}

/** Writes a number in a base of at most 16. It takes a tenth of the code that `toString` does. */
export function formatNumber(value: u32, base: u32 = 10): string {
  const digit = DIGITS.charAt(value % base);
  return value < base ? digit : formatNumber(value / base, base) + digit;
}
