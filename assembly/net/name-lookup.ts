import { Lookup, dropLookup, nextAddress, startLookup, subscribeLookup } from '../wasi/ip-name-lookup';
import { subscribeDuration } from '../wasi/monotonic-clock';
import { INVALID_STATE, WOULD_BLOCK } from '../wasi/outcomes';
import { Pollable } from '../wasi/poll';
import { SocketAddress } from './address';
import { parseIpAddress } from './parse-address';
import { Selectable } from './selectable';

/**
 * Looks up the addresses of a name, without waiting: Python's `getaddrinfo`, for an event loop.
 *
 * EVENT_READ when `next` has something to say: an address, that there are no more, or a failure; it stays ready after. An IPv4 or
 * IPv6 address in place of a name is its own answer, and no host is asked.
 */
export class NameLookup extends Selectable {
  /** What the last `next` came to: 0 or a negative outcome. */
  lastError: i32 = 0;
  private lookup: Lookup = 0;
  private literal: SocketAddress | null;
  private failure: i32 = 0;
  private isClosed: bool = false;

  /** Starts; the addresses get `port`. A failure to start is what `next` finds. */
  constructor(
    name: string,
    private port: u16 = 0,
  ) {
    super();
    const literal = parseIpAddress(name, port);
    this.literal = literal;
    const lookup = literal != null ? 0 : startLookup(name);
    this.failure = min(lookup, 0);
    this.lookup = max(lookup, 0);
  }

  get isOpen(): bool {
    return !this.isClosed;
  }

  /**
   * Gives the next address, in the order of the host's preference.
   *
   * Returns null with the reason in `lastError`: 0 (no more), WOULD_BLOCK (not known yet), NAME_UNRESOLVABLE,
   * TEMPORARY_RESOLVER_FAILURE, PERMANENT_RESOLVER_FAILURE or ACCESS_DENIED (the host looks nothing up for us),
   * INVALID_ARGUMENT (no name can be like that) or INVALID_STATE (closed).
   */
  next(): SocketAddress | null {
    this.lastError = this.failure;
    const literal = this.literal;
    this.literal = null;
    if (literal != null || this.failure != 0 || this.lookup == 0) return literal;
    const address = new SocketAddress();
    address.port = this.port;
    const stored = nextAddress(this.lookup, address);
    if (stored > 0) return address;
    this.lastError = stored;
    if (stored != WOULD_BLOCK) this.failure = stored;
    return null;
  }

  subscribeRead(): Pollable {
    return this.lookup != 0 && this.failure == 0 ? subscribeLookup(this.lookup) : subscribeDuration(0);
  }

  subscribeWrite(): Pollable {
    return 0;
  }

  /** Ends it, also before it has come to an end. A second close is harmless. */
  close(): void {
    if (this.isClosed) return;
    this.aboutToClose();
    if (this.lookup != 0) dropLookup(this.lookup);
    this.lookup = 0;
    this.literal = null;
    this.failure = INVALID_STATE;
    this.isClosed = true;
  }
}
