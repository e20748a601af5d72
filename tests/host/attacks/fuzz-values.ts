/** Random values for the parameters of the host's functions. */

export const PAGE = 65536;

/** Random numbers from a seed: mulberry32. */
export class Dice {
  constructor(private state: number) {}

  /** A whole number below `sides`. */
  roll(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.roll(items.length)]!;
  }
}

export const EDGES = [
  0,
  1,
  2,
  3,
  4,
  7,
  255,
  256,
  PAGE - 4,
  PAGE - 1,
  PAGE,
  PAGE + 80,
  2 ** 31 - 1,
  -1,
  -4,
  -(2 ** 31),
];
export const LONG_EDGES = [
  0n,
  1n,
  2n,
  16n,
  65_536n,
  10n ** 9n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n - 1n,
  -1n,
  -(2n ** 63n),
];

/** Likely values of parameters, by their names: with others most calls would fail at once. */
export const LIKELY: Record<string, number[]> = {
  which: [0, 1],
  family: [0, 1],
  port: [0, 0, 9, 40_001],
  count: [0, 1, 2, 3],
  bytes: [0, 1, 5, 100],
  how: [0, 1, 2],
  a: [127],
  d: [1],
};
