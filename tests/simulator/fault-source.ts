import { hash } from './random.ts';
import type { FaultKind, Faults, Firing } from './scenario.ts';

/** Decides at each place where something can go wrong whether it does: by the seed, the place and how often it was there. */
export class FaultSource {
  /** Those that happened. */
  readonly fired: Firing[] = [];
  private readonly counts = new Map<string, number>();
  private readonly rates: Partial<Record<FaultKind, number>>;
  private readonly listed: Map<string, number> | undefined;
  private readonly over = new Set<FaultKind>();

  constructor(
    private readonly seed: number,
    faults: Faults,
  ) {
    this.rates = 'rates' in faults ? faults.rates : {};
    if ('fired' in faults) this.listed = new Map(faults.fired.map(({ site, value }) => [site, value]));
  }

  /** How bad it is, from 0 to below 1; undefined: all is well. `who`: whom it would befall. */
  ask(kind: FaultKind, who: string): number | undefined {
    const rate = this.rates[kind] ?? 0;
    if (this.listed === undefined && rate === 0) return undefined;
    const place = `${kind} ${who}`;
    const count = (this.counts.get(place) ?? 0) + 1;
    this.counts.set(place, count);
    const site = `${place} ${count}`;
    if (this.over.has(kind)) return undefined;
    if (this.listed !== undefined) {
      const value = this.listed.get(site);
      if (value !== undefined) this.fired.push({ site, value });
      return value;
    }
    if (hash(this.seed, site) / 2 ** 32 >= rate) return undefined;
    const value = Math.round(hash(this.seed + 1, site) / 2 ** 22) / 1024;
    this.fired.push({ site, value: Math.min(value, 0.999) });
    return Math.min(value, 0.999);
  }

  /** There are no more of that kind. */
  end(kind: FaultKind): void {
    this.over.add(kind);
  }
}
