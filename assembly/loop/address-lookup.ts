import { NameLookup, Selectable, SocketAddress, WOULD_BLOCK } from '../net';
import { EVENT_READ } from '../selectors';
import { Channel, Reactor } from './reactor';

/** The most addresses of one name that are kept. */
const MAX_ADDRESSES: i32 = 64;

/** What a program does with the addresses of a name: see `EventLoop.lookUp`. */
export interface LookupHandler {
  /**
   * The look-up is over. `addresses`: 64 at most, in the host's order of preference; they are the program's. `outcome`: 0, or why there
   * are none or not all (see `NameLookup.next`).
   */
  onAddresses(addresses: SocketAddress[], outcome: i32): void;
}

/** One look-up on a loop, until it is over. */
export class AddressLookup implements Channel {
  private lookup: NameLookup;
  private addresses: SocketAddress[] = [];

  constructor(
    private reactor: Reactor,
    private handler: LookupHandler,
    host: string,
    port: u16,
  ) {
    this.lookup = new NameLookup(host, port);
  }

  /** Starts to wait for its results. */
  start(): void {
    this.reactor.selector.register(this.lookup, EVENT_READ, this);
  }

  handle(object: Selectable, mask: i32): void {
    const lookup = this.lookup;
    while (this.addresses.length < MAX_ADDRESSES) {
      const address = lookup.next();
      if (address == null) break;
      this.addresses.push(address);
    }
    const outcome = lookup.lastError;
    if (outcome == WOULD_BLOCK) return;
    this.reactor.selector.unregister(lookup);
    lookup.close();
    this.handler.onAddresses(this.addresses, outcome);
  }
}
