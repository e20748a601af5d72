const BLOCK_BYTES: i32 = 64;
const words = new StaticArray<u32>(80);
const state = new StaticArray<u32>(5);

/** Returns the SHA-1 digest of bytes, 20 bytes: what the handshake of WebSocket needs, no safe digest. Source: FIPS 180-4. */
export function sha1(data: StaticArray<u8>): StaticArray<u8> {
  state[0] = 0x67452301;
  state[1] = 0xefcdab89;
  state[2] = 0x98badcfe;
  state[3] = 0x10325476;
  state[4] = 0xc3d2e1f0;
  const blocks = (data.length + 8) / BLOCK_BYTES + 1;
  for (let i = 0; i < blocks; i++) addBlock(data, i * BLOCK_BYTES, blocks * BLOCK_BYTES);
  const digest = new StaticArray<u8>(20);
  for (let i = 0; i < 20; i++) digest[i] = <u8>(state[i >> 2] >> ((3 - (i & 3)) << 3));
  return digest;
}

/** Returns a byte of the padded data: a single bit and zeros follow the data, and its length in bits comes last. */
function byteAt(data: StaticArray<u8>, i: i32, paddedBytes: i32): u32 {
  if (i < data.length) return data[i];
  if (i == data.length) return 0x80;
  const fromEnd = paddedBytes - 1 - i;
  return fromEnd < 4 ? (((<u32>data.length) << 3) >> (fromEnd << 3)) & 0xff : 0;
}

function addBlock(data: StaticArray<u8>, start: i32, paddedBytes: i32): void {
  for (let i = 0; i < BLOCK_BYTES; i++)
    words[i >> 2] = (words[i >> 2] << 8) | byteAt(data, start + i, paddedBytes);
  for (let i = 16; i < 80; i++)
    words[i] = rotl<u32>(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  for (let i = 0; i < 80; i++) {
    const next = rotl<u32>(a, 5) + mix(i, b, c, d) + e + words[i];
    e = d;
    d = c;
    c = rotl<u32>(b, 30);
    b = a;
    a = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}

/** The function and the constant of a round. */
function mix(round: i32, b: u32, c: u32, d: u32): u32 {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}
