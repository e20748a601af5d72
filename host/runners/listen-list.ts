import type { ListenAddress } from '../events.ts';
import type { Runner } from './runner.ts';

/** Where guests that do one job listen. */
export class ListenList {
  /** By protocol, address and port; `runners`: whose guests listen there, none of them when they have ended and others may follow. */
  private readonly places = new Map<string, { address: ListenAddress; runners: Set<Runner> }>();
  private hasLeft = false;

  get addresses(): ListenAddress[] {
    return [...this.places.values()].map(({ address }) => address);
  }

  /** A guest listens. Gives whether the place is new. */
  add(address: ListenAddress, runner: Runner): boolean {
    const known = this.places.get(keyOf(address));
    if (known !== undefined) {
      known.runners.add(runner);
      return false;
    }
    // Guests that are started again listen where the ones before did: what they have left for another place is over.
    if (this.hasLeft)
      for (const [key, { runners }] of this.places) if (runners.size === 0) this.places.delete(key);
    this.hasLeft = false;
    this.places.set(keyOf(address), { address, runners: new Set([runner]) });
    return true;
  }

  /** A guest has closed what it listened with. */
  remove(address: ListenAddress, runner: Runner): void {
    const known = this.places.get(keyOf(address));
    if (known?.runners.delete(runner) && known.runners.size === 0) this.places.delete(keyOf(address));
  }

  /** A guest has ended: the place stays known. */
  left(runner: Runner): void {
    this.hasLeft = true;
    for (const { runners } of this.places.values()) runners.delete(runner);
  }
}

function keyOf({ protocol, address, port }: ListenAddress): string {
  return `${protocol} ${address} ${port}`;
}
