import type { Address } from '../engines/engine.ts';

/** The port that a guest was given where it asked for port 0. `host`: the parts of the address, joined by dots. */
export interface EphemeralPort {
  host: string;
  port: number;
}

/** Describes the port that an address was given. */
export function ephemeralPort({ parts }: Address, port: number): EphemeralPort {
  return { host: parts.join('.'), port };
}

/** The ports that another guest was given for port 0, in its order. This guest is given the same ones, each once. */
export class EphemeralPorts {
  private readonly left: EphemeralPort[];

  constructor(found: readonly EphemeralPort[]) {
    this.left = [...found];
  }

  /** Gives the address with the port that the other guest was given there, if its own is 0 and such a port is left. */
  apply(address: Address): Address {
    if (address.port !== 0) return address;
    const { host } = ephemeralPort(address, 0);
    const place = this.left.findIndex((found) => found.host === host);
    return place < 0 ? address : { ...address, port: this.left.splice(place, 1)[0]!.port };
  }
}
