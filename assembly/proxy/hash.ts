import { SocketAddress } from '../net';

const FNV_OFFSET: u32 = 0x811c9dc5;
const FNV_PRIME: u32 = 0x01000193;

/** Returns a number that stands for an IP address and another number: the same on every machine and in every run (FNV-1a). */
export function hashOf(address: SocketAddress, seed: u32): u32 {
  let hash = FNV_OFFSET ^ seed;
  for (let i = 0; i < 8; i++) hash = (hash ^ address.parts[i]) * FNV_PRIME;
  return mix(hash);
}

/** Spreads the bits of a number over all of it: each depends on each (the last step of MurmurHash3). */
export function mix(value: u32): u32 {
  let hash = value;
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  return hash ^ (hash >> 16);
}
