import { AcceptFilter, HeldClients } from '../selectors';
import { Networks } from './networks';
import { ProxiedClients } from './proxied-clients';

/** Longer than a lost packet takes to be sent again. */
const TIMEOUT_NS: i64 = 5_000_000_000;

/**
 * Has trusted proxies say for whom they connect, by a header of the PROXY protocol, of version 1 or 2 (HAProxy's proxy-protocol.txt): an
 * accept filter, for `AcceptOptions.filter`.
 *
 * A client from one of the networks must send a header first, whole and right; else it is refused, since what it sends might be anybody's.
 * Its `remoteAddress` is the header's source then, and its `localAddress` the destination; where the header has none (UNKNOWN, LOCAL, UNSPEC,
 * Unix sockets, UDP), they stay the connection's own. All others are served as they are: a header from them is data as any other.
 */
export class ProxyHeaderFilter extends AcceptFilter {
  /** `networks`: those of trusted proxies. `timeoutNs`: how long a header may take, in nanoseconds. */
  constructor(
    private networks: Networks,
    private timeoutNs: i64 = TIMEOUT_NS,
  ) {
    super();
  }

  open(log: (line: string) => void): HeldClients {
    return new ProxiedClients(this.networks, this.timeoutNs, log);
  }
}
