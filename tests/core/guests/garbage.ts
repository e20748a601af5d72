import { Bytes } from '../../../assembly/net';

/** An object with two others. */
class Kept {
  readonly words: i32[] = [1, 2];
}

const kept: Kept[] = [];
const data = new StaticArray<u8>(1 << 20);

/** Keeps objects for good. */
export function keepObjects(count: i32): void {
  for (let i = 0; i < count; i++) kept.push(new Kept());
}

/** Decodes a text of 1 MiB again and again. Returns how many characters that were. */
export function decodeLarge(times: i32): i32 {
  const bytes = new Bytes(data, 0, data.length);
  let characters = 0;
  for (let i = 0; i < times; i++) characters += bytes.toString().length;
  return characters;
}
