import type { Address } from '../engines/engine.ts';

/** Where a guest was bound that had asked for any port; `host` is the address as its parts, joined by dots. */
export interface EphemeralPort {
  host: string;
  port: number;
}

/** Says what was found. */
export function ephemeralPort({ parts }: Address, port: number): EphemeralPort {
  return { host: parts.join('.'), port };
}

/** What another guest found where it asked for any port, in its order: to be taken in its place, each once. */
export class EphemeralPorts {
  private readonly left: EphemeralPort[];

  constructor(found: readonly EphemeralPort[]) {
    this.left = [...found];
  }

  /** Gives the address with the port that was found for it, if it asks for any and one was. */
  apply(address: Address): Address {
    if (address.port !== 0) return address;
    const { host } = ephemeralPort(address, 0);
    const place = this.left.findIndex((found) => found.host === host);
    return place < 0 ? address : { ...address, port: this.left.splice(place, 1)[0]!.port };
  }
}
