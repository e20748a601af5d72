/** Gives the value that a share of the numbers, from 0 to 1, is not above. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}

/** Gives the middle of the numbers. */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** Puts a list into a random order. */
export function shuffled<T>(list: readonly T[]): T[] {
  const keys = list.map((item) => ({ item, key: Math.random() }));
  return keys.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}
