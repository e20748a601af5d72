import type { Peer } from './peer.ts';
import { median, quantile } from './statistics.ts';

/** What was measured of each peer, by round; undefined where a round failed. */
export type Rounds<T> = ReadonlyMap<Peer, readonly (T | undefined)[]>;

/** A number of what was measured. */
export interface Column<T> {
  of(round: T): number;
  /** Digits after the point. */
  places?: number;
}

/** What a scenario compares its peers by. */
export interface Figure<T> extends Column<T> {
  title: string;
  /** More is better. */
  isGain?: boolean;
}

/** How a peer stands in the plot: its figure with the quartiles of its rounds. */
export interface Bar {
  name: string;
  low: number;
  middle: number;
  high: number;
  isOurs: boolean;
}

/** What came of a scenario. */
export interface Outcome {
  name: string;
  rounds: number;
  figure: string;
  isGain: boolean;
  rows: Record<string, string | number>[];
  bars: Bar[];
}

/** What is told of a scenario's rounds. */
interface Telling<T> {
  name: string;
  rounds: number;
  figure: Figure<T>;
  /** What the others are compared with: beginnings of peers' names. */
  bases: readonly string[];
  columns: Readonly<Record<string, Column<T>>>;
}

function rounded(value: number, places = 0): number {
  return Number(value.toFixed(places));
}

/** The peer that another is compared with: the one of that name that needs no Node, or the same one, or else the Node that runs this. */
function baseOf({ node = process.versions.node.split('.')[0]! }: Peer, base: string, peers: Peer[]) {
  return peers.find((peer) => peer.name.startsWith(base) && (peer.node ?? node) === node);
}

/** The three quartiles. */
function quartiles(numbers: readonly number[]): [number, number, number] {
  return [quantile(numbers, 0.25), median(numbers), quantile(numbers, 0.75)];
}

/** A peer's figure as a share of another's, round by round: the median and the quartiles. */
function ratioOf<T>(
  figure: Figure<T>,
  rounds: readonly (T | undefined)[],
  base: readonly (T | undefined)[],
): string {
  const ratios = rounds.flatMap((round, i) => {
    const other = base[i];
    return round === undefined || other === undefined ? [] : [figure.of(round) / figure.of(other)];
  });
  const [low, middle, high] = quartiles(ratios).map((ratio) => ratio.toFixed(2));
  return ratios.length === 1 ? middle! : `${middle} (${low}–${high})`;
}

/** Gives the medians of each peer, and how it stands to others. */
export function outcomeOf<T>(telling: Telling<T>, rounds: Rounds<T>): Outcome {
  const { figure, bases, columns } = telling;
  const bars: Bar[] = [];
  const rows = [...rounds].flatMap(([peer, all]) => {
    const good = all.filter((round) => round !== undefined);
    if (good.length === 0) return [];
    const [low, middle, high] = quartiles(good.map(figure.of));
    bars.push({ name: peer.name, low, middle, high, isOurs: peer.isOurs === true });
    const row: Outcome['rows'][number] = {
      server: peer.name,
      [figure.title]: rounded(middle, figure.places),
    };
    for (const base of bases) {
      const other = baseOf(peer, base, [...rounds.keys()]);
      row[`of ${base}`] = other ? ratioOf(figure, all, rounds.get(other)!) : '';
    }
    for (const [title, { of, places }] of Object.entries(columns))
      row[title] = rounded(median(good.map(of)), places);
    return [row];
  });
  const { name, rounds: count } = telling;
  return { name, rounds: count, figure: figure.title, isGain: figure.isGain === true, rows, bars };
}
