import { SocketAddress } from '../net';

/** More addresses of one name than these are not tried. */
const MOST_ADDRESSES: i32 = 16;

/** The addresses of a name that are still to be tried: in the resolver's order, but IPv6 and IPv4 in turn. Source: RFC 8305, section 4. */
export class AddressOrder {
  private addresses: SocketAddress[] = [];
  private known: i32 = 0;
  private lastFamily: i32 = -1;

  /** How many are still to be tried. */
  get length(): i32 {
    return this.addresses.length;
  }

  /** Whether no more are wanted. */
  get isFull(): bool {
    return this.known >= MOST_ADDRESSES;
  }

  /** Adds one. */
  push(address: SocketAddress): void {
    this.known++;
    this.addresses.push(address);
  }

  /** Takes the next one out: of the other family than the last, if there is one. There must be one left. */
  shift(): SocketAddress {
    let place = 0;
    for (let i = 0; i < this.addresses.length; i++) {
      if (this.addresses[i].family == this.lastFamily) continue;
      place = i;
      break;
    }
    const address = this.addresses.splice(place, 1)[0];
    this.lastFamily = address.family;
    return address;
  }
}
