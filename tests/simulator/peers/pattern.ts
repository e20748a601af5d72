import { mix } from '../random.ts';

/** How many bytes at the start of a stream say whose it is. */
export const ID_BYTES = 2;

/** Gives a byte of somebody's stream: it tells whose it is and where it stands. */
export function patternByte(id: number, offset: number): number {
  if (offset < ID_BYTES) return (id >> (8 * offset)) & 0xff;
  return mix(Math.imul(id + 1, 0x9e3779b1) + offset) & 0xff;
}

/** Makes a piece of somebody's stream. */
export function patternBytes(id: number, offset: number, bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_byte, i) => patternByte(id, offset + i));
}

/** Says where bytes differ from the stream of `id` from `offset` on, and what they may be instead; undefined: nowhere. */
export function findDifference(id: number, offset: number, bytes: Uint8Array): string | undefined {
  const at = bytes.findIndex((byte, i) => byte !== patternByte(id, offset + i));
  if (at < 0) return undefined;
  const rest = bytes.subarray(at);
  for (let from = 0; from < offset + at + 65536; from++) {
    if (rest.every((byte, i) => byte === patternByte(id, from + i)))
      return `got byte ${from} (and ${rest.length - 1} more) where byte ${offset + at} was due`;
  }
  return `got a byte that is not its own where byte ${offset + at} was due`;
}
