import type { Peer } from './peer.ts';
import type { Slot } from './slot.ts';
import { median, quantile } from './statistics.ts';

/** The visits of each peer, by round; undefined where one failed. */
export type Rounds = Map<Peer, (Slot | undefined)[]>;

const US_PER_SECOND = 1e6;

function perMessageUs(slot: Slot | undefined): number {
  return slot === undefined ? Number.NaN : (slot.cpuSeconds / Math.max(slot.messages, 1)) * US_PER_SECOND;
}

function rounded(value: number, places: number): number {
  return Number(value.toFixed(places));
}

/** The peer that another is compared with: the one of that name that needs no Node, or the same one, or else the Node that runs this. */
function baseOf({ node = process.versions.node.split('.')[0]! }: Peer, base: string, peers: Peer[]) {
  return peers.find((peer) => peer.name.startsWith(base) && (peer.node ?? node) === node);
}

/** The CPU time of a peer's messages as a share of another's, round by round: the median and the quartiles. */
function ratioOf(slots: (Slot | undefined)[], baseSlots: (Slot | undefined)[]): string {
  const ratios = slots
    .map((slot, i) => perMessageUs(slot) / perMessageUs(baseSlots[i]))
    .filter((ratio) => !Number.isNaN(ratio));
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(ratios, share).toFixed(2));
  return `${middle} (${low}–${high})`;
}

/** Gives a table of the figures; `bases`: beginnings of the names of peers that the others are compared with. */
export function tableOf(rounds: Rounds, bases: readonly string[], unit: string, idle: number): object[] {
  const peers = [...rounds.keys()];
  return peers.map((peer) => {
    const slots = rounds.get(peer)!;
    const good = slots.filter((slot) => slot !== undefined);
    const of = (value: (slot: Slot) => number, places = 0): number =>
      rounded(median(good.map(value)), places);
    const row: Record<string, string | number> = {
      server: peer.name,
      [`CPU µs/${unit}`]: of(perMessageUs, 2),
    };
    for (const base of bases) {
      const other = baseOf(peer, base, peers);
      row[`of ${base}`] = other ? ratioOf(slots, rounds.get(other)!) : '';
    }
    Object.assign(row, {
      [`${unit}s/s`]: of((slot) => slot.messages / slot.seconds),
      'CPU busy %': of((slot) => (slot.cpuSeconds / slot.seconds) * 100),
      'p50 µs': of((slot) => slot.p50Us),
      'p99 µs': of((slot) => slot.p99Us),
      'p99.9 µs': of((slot) => slot.p999Us),
      'max µs': of((slot) => slot.maxUs),
      'least served': of((slot) => slot.leastServed),
      'most served': of((slot) => slot.mostServed),
      errors: good.reduce((sum, slot) => sum + slot.errors, 0),
      'RSS MiB': of((slot) => slot.rssKib / 1024),
    });
    if (idle > 0) row['KiB/idle connection'] = of((slot) => slot.idleKib / idle, 1);
    return row;
  });
}
