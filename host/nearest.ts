/** The most edits between a mistyped name and the one that was meant; one for each three characters of it, but always one. */
const MAX_EDITS = 2;
/** The least characters of the beginning of a name that stand for it. */
const MIN_PREFIX = 3;
/** No name that is known is nearly so long. */
const MAX_LENGTH = 32;

/** Gives the known name that a mistyped or shortened one may stand for, or undefined. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const text = name.slice(0, MAX_LENGTH).toLowerCase();
  const edits = known.map((other) => editsBetween(text, other.toLowerCase()));
  const fewest = Math.min(...edits);
  const most = Math.min(Math.max(Math.floor(text.length / 3), 1), MAX_EDITS);
  if (fewest <= most) return known[edits.indexOf(fewest)];
  return text.length < MIN_PREFIX ? undefined : known.find((other) => other.toLowerCase().startsWith(text));
}

/** Counts the characters to replace, insert, remove, or exchange with their neighbour (the optimal string alignment distance). */
function editsBetween(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      const isExchanged = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const exchanged = isExchanged ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(row[j - 1]! + (isSame ? 0 : 1), row[j]! + 1, next[j - 1]! + 1, exchanged));
    }
    [before, row] = [row, next];
  }
  return row[to.length]!;
}
