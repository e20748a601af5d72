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
  const padded = new StaticArray<u8>(blocks * BLOCK_BYTES);
  for (let i = 0; i < data.length; i++) padded[i] = data[i];
  padded[data.length] = 0x80;
  const bits = (<u32>data.length) << 3;
  for (let i = 0; i < 4; i++) padded[padded.length - 1 - i] = <u8>(bits >> (i << 3));
  for (let i = 0; i < blocks; i++) addBlock(padded, i * BLOCK_BYTES);
  const digest = new StaticArray<u8>(20);
  for (let i = 0; i < 20; i++) digest[i] = <u8>(state[i >> 2] >> ((3 - (i & 3)) << 3));
  return digest;
}

function addBlock(data: StaticArray<u8>, start: i32): void {
  for (let i = 0; i < 16; i++) {
    let word: u32 = 0;
    for (let k = 0; k < 4; k++) word = (word << 8) | data[start + (i << 2) + k];
    words[i] = word;
  }
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
