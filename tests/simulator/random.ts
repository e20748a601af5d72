/** Chance from a seed: the same on every machine, and without a state that one decision could change for another. */

/** Hashes a number and a text to 32 bits: FNV-1a, then the finish of MurmurHash3 so that near texts come out far apart. */
export function hash(seed: number, text: string): number {
  let bits = (seed ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  return mix(bits);
}

/** Spreads the bits of a number. */
export function mix(bits: number): number {
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A sequence of chances, for what is made before a run. */
export class Random {
  private count = 0;

  constructor(
    private readonly seed: number,
    private readonly name: string,
  ) {}

  /** From 0 to below 1. */
  next(): number {
    return hash(this.seed, `${this.name} ${this.count++}`) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** A whole number, small ones as likely as large ones. */
  size(from: number, to: number): number {
    return Math.round(from * (to / from) ** this.next());
  }

  chance(rate: number): boolean {
    return this.next() < rate;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)]!;
  }
}
