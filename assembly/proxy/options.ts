import { ConnectionOptions } from '../loop';
import { FOREVER } from '../selectors';
import { UpstreamName } from './upstream-name';

const SECOND_NS: i64 = 1_000_000_000;

/** Options of a `TcpProxy`. */
export class ProxyOptions {
  /** The servers that clients are connected to; one at least. */
  upstreams: UpstreamName[] = [];
  /** Options of the connections, those of the clients and those to upstreams. */
  connection: ConnectionOptions = connectionOptions();
}

/** A peer may take its time: who does not want that sets `idleNs`. */
function connectionOptions(): ConnectionOptions {
  const options = new ConnectionOptions();
  options.autoPauseReads = false;
  options.connectNs = 5 * SECOND_NS;
  options.writeNs = FOREVER;
  return options;
}
