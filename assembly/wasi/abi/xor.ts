/**
 * Combines `bytes` bytes of `buffer` from `start` on with a key of four bytes that repeats; the key's first byte is its lowest. Eight
 * bytes at a time: it is what WebSocket does to each byte that arrives.
 *
 * Returns whether all results are ASCII. Traps when the bytes are not all in the buffer.
 */
export function xorBytes(buffer: StaticArray<u8>, start: i32, bytes: i32, key: u32): bool {
  assert(bytes >= 0 && start >= 0 && start <= buffer.length - bytes);
  const wideKey = ((<u64>key) << 32) | (<u64>key);
  let at = changetype<usize>(buffer) + start;
  const end = at + bytes;
  let seen: u64 = 0;
  for (; at + 8 <= end; at += 8) {
    const word = load<u64>(at) ^ wideKey;
    store<u64>(at, word);
    seen |= word;
  }
  for (; at < end; at++) {
    const byte = load<u8>(at) ^ (<u8>key);
    store<u8>(at, byte);
    seen |= byte;
    key = rotr<u32>(key, 8);
  }
  return (seen & 0x8080808080808080) == 0;
}
