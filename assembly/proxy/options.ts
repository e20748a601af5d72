import { ConnectionOptions } from '../loop';
import { SocketAddress } from '../net';
import { FOREVER } from '../selectors';
import { getStderr, writeText } from '../wasi';
import { SessionLog } from './session-log';
import { UpstreamName } from './upstream-name';

const SECOND_NS: i64 = 1_000_000_000;

/** Upstreams take turns. */
export const BALANCE_ROUND_ROBIN: i32 = 0;
/** The upstream with the fewest connections comes next; of several, they take turns. */
export const BALANCE_LEAST_CONNECTIONS: i32 = 1;
/**
 * The client's IP address decides, and stays with its upstream: when one leaves, only its clients are given to others (rendezvous
 * hashing).
 */
export const BALANCE_SOURCE_HASH: i32 = 2;

/** How upstreams are asked whether they are well. */
export class HealthCheckOptions {
  /** What a `GET` asks for, which has to be answered with a status from 200 to 399; empty: a connection is enough. */
  path: string = '';
  /** How often each upstream is asked; also how long an answer may take. */
  intervalNs: i64 = 2 * SECOND_NS;
  /** How many checks in a row have to pass before an upstream that is down is up. */
  rise: i32 = 2;
  /** How many checks in a row have to fail before an upstream that is up is down; of its very first checks, one is enough. */
  fall: i32 = 3;
}

/** Options of a `TcpProxy`. */
export class ProxyOptions {
  /** The servers that clients are connected to; one at least. */
  upstreams: UpstreamName[] = [];
  /** Addresses that no upstream may have: where the proxy listens itself. The unspecified address stands for loopback addresses too. */
  ownAddresses: SocketAddress[] = [];
  /** BALANCE_ROUND_ROBIN, BALANCE_LEAST_CONNECTIONS or BALANCE_SOURCE_HASH. */
  balance: i32 = BALANCE_ROUND_ROBIN;
  /**
   * Options of the connections to upstreams. `connectNs`: how long each attempt may take; also how long a client waits for an upstream
   * that may have one more connection.
   */
  connection: ConnectionOptions = patientOptions();
  /** The most connections to each upstream; more clients wait, in the order in which they came. 0: no limit. */
  maxUpstreamConnections: i32 = 0;
  /** The PROXY header that upstreams get before a client's bytes: PROXY_V1 or PROXY_V2; 0: none. */
  sendProxy: i32 = 0;
  /** How upstreams are checked; null: all count as up. */
  healthCheck: HealthCheckOptions | null = null;
  /** How long after an answer names are looked up again. */
  lookupIntervalNs: i64 = 10 * SECOND_NS;
  /** Is told of each client that is gone; null: nobody is. */
  sessionLog: SessionLog | null = null;
  /** Called with one line for the operator: an upstream is down, or a name is not found any more. */
  log: (line: string) => void = logToStderr;
}

/** A peer may take its time: who does not want that sets `idleNs` and `writeNs`. */
export function patientOptions(): ConnectionOptions {
  const options = new ConnectionOptions();
  options.connectNs = 5 * SECOND_NS;
  options.writeNs = FOREVER;
  return options;
}

function logToStderr(line: string): void {
  writeText(getStderr(), line + '\n');
}
