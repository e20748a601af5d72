/** Text at the door: component strings are UTF-8, AssemblyScript's are UTF-16. */
import { OutputStream, writeStreamBlocking } from './streams';

const DIGITS: string = '0123456789abcdef';

/** Reads a `string` (pointer, bytes) at `slot` and frees it. */
function takeString(slot: usize): string {
  const pointer = load<usize>(slot);
  const text = String.UTF8.decodeUnsafe(pointer, load<usize>(slot, 4));
  heap.free(pointer);
  return text;
}

/** Reads a `list<string>` (pointer, count) at `slot` and frees it. */
export function takeStrings(slot: usize): string[] {
  const list = load<usize>(slot);
  const count = load<i32>(slot, 4);
  const texts = new Array<string>(count);
  for (let i = 0; i < count; i++) texts[i] = takeString(list + (i << 3));
  if (count > 0) heap.free(list);
  return texts;
}

/** Writes `text` to standard output or error; a closed one is not an error of the program's. */
export function writeText(stream: OutputStream, text: string): void {
  const pointer = heap.alloc(text.length * 3); // UTF-8 takes at most three bytes for a UTF-16 unit
  const bytes = String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, pointer);
  writeStreamBlocking(stream, pointer, <i32>bytes);
  heap.free(pointer);
}

/** Gives the UTF-8 bytes of a text. */
export function bytesOfText(text: string): StaticArray<u8> {
  const bytes = new StaticArray<u8>(String.UTF8.byteLength(text));
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, changetype<usize>(bytes));
  return bytes;
}

/** Reads `bytes` bytes of `buffer` from `start` as UTF-8. Traps when they are outside. */
export function textOfBytes(buffer: StaticArray<u8>, start: i32, bytes: i32): string {
  assert(bytes >= 0 && start >= 0 && start <= buffer.length - bytes);
  return String.UTF8.decodeUnsafe(changetype<usize>(buffer) + start, bytes);
}

/** Writes a number to a base of at most 16, in a tenth of the code that `toString` brings along. */
export function formatNumber(value: u32, base: u32 = 10): string {
  const digit = DIGITS.charAt(value % base);
  return value < base ? digit : formatNumber(value / base, base) + digit;
}
