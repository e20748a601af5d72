import {
  INVALID_STATE,
  Lookup,
  Pollable,
  WOULD_BLOCK,
  dropLookup,
  nextAddress,
  startLookup,
  subscribeDuration,
  subscribeLookup,
} from '../wasi';
import { SocketAddress } from './address';
import { parseIpAddress } from './parse-address';
import { Selectable } from './selectable';

/**
 * Looks up the addresses of a name, without waiting: Python's `getaddrinfo`, for an event loop.
 *
 * EVENT_READ when `next` has a result: an address, that there are no more, or a failure; from then on it stays ready. An IPv4 or IPv6
 * address in place of a name is returned as it is, without asking the host.
 */
export class NameLookup extends Selectable {
  /** The outcome of the last `next`: 0 or a negative outcome. */
  lastError: i32 = 0;
  private lookup: Lookup = 0;
  private literal: SocketAddress | null;
  private failure: i32 = 0;
  private isClosed: bool = false;

  /** Starts the look-up. The addresses get `port`. A failure to start is reported by `next`. */
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
   * Returns the next address, in the order of the host's preference.
   *
   * Null, with the reason in `lastError`: 0 (no more), WOULD_BLOCK (not known yet), NAME_UNRESOLVABLE, TEMPORARY_RESOLVER_FAILURE,
   * PERMANENT_RESOLVER_FAILURE or ACCESS_DENIED (the host permits no look-ups), INVALID_ARGUMENT (not a valid name) or
   * INVALID_STATE (closed).
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

  /** Closes it, finished or not. A second close is harmless. */
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
