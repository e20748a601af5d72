import { AcceptFilter, FOREVER, MAX_CONNECTIONS } from '../selectors';

const SECOND_NS: i64 = 1_000_000_000;

/** At the connection limit: new clients wait in the OS's backlog until a connection has closed. */
export const WHEN_FULL_WAIT: i32 = 0;
/** At the connection limit: new clients are accepted and their connections closed at once, so that they know. */
export const WHEN_FULL_REFUSE: i32 = 1;

/** Options of `EventLoop`. */
export class LoopOptions {
  /** The most connections: accepted ones, connecting ones, and those that linger. */
  maxConnections: i32 = MAX_CONNECTIONS;
  /** The most accepted connections among them: a proxy, which connects for each client, leaves capacity for that. */
  maxClients: i32 = MAX_CONNECTIONS;
  /**
   * Bytes that wait to be sent on all connections together. Each connection may have as many waiting as are left of them, so peers
   * that do not read leave capacity for the others.
   */
  bufferedBytes: i32 = 8 << 20;
  /** Bytes that wait on all connections together, beyond which the connection with the most of them fails with OUT_OF_MEMORY. */
  limitBytes: i32 = 16 << 20;
  /** How long `drain` lets connections finish. */
  drainNs: i64 = 8 * SECOND_NS;
  /** Called with one line for the operator, once for each reason, such as that new clients have to wait. */
  log: (line: string) => void = ignore;
}

/** Options of a connection. One object may serve many connections; a change counts from then on. */
export class ConnectionOptions {
  /** Bytes that wait to be sent, at which `write` returns false and reading pauses. */
  highWatermarkBytes: i32 = 65536;
  /** Bytes that may still wait when reading resumes and `onWritable` is called. */
  lowWatermarkBytes: i32 = 16384;
  /** Bytes that wait to be sent, beyond which the connection fails with OUT_OF_MEMORY. */
  limitBytes: i32 = 1 << 20;
  /** The most bytes received per turn, so that one peer does not hold up the others; 64 KiB is the maximum. */
  turnBytes: i32 = 65536;
  /**
   * Whether reading pauses by itself while many bytes wait to be sent to the same peer: right where input leads to output. What takes
   * part in a `relay` pauses as the other end needs it.
   */
  autoPauseReads: bool = true;
  /** How long no byte may pass in either direction before `onIdle` is called. */
  idleNs: i64 = FOREVER;
  /** How long nothing may arrive while reading is not paused, before the connection fails with TIMEOUT. */
  readNs: i64 = FOREVER;
  /**
   * How long a peer may take none of the bytes that wait for it, before the connection fails with TIMEOUT. WASI 0.2 reports progress
   * in pieces of up to 64 KiB only, so a peer that takes longer for a piece counts as one that takes nothing.
   */
  writeNs: i64 = 60 * SECOND_NS;
  /** How long connecting may take, look-up and all addresses together, before it fails with TIMEOUT. */
  connectNs: i64 = 30 * SECOND_NS;
  /** How long a closing connection may wait for its last bytes to leave and for the peer's end, before it is aborted. */
  lingerNs: i64 = 10 * SECOND_NS;
}

/** Options of a server. */
export class AcceptOptions {
  /** WHEN_FULL_WAIT or WHEN_FULL_REFUSE. */
  whenFull: i32 = WHEN_FULL_WAIT;
  /** Options of each accepted connection. */
  connection: ConnectionOptions = new ConnectionOptions();
  /** Holds clients that have to send something before they are served, such as a PROXY header (`ProxyHeaderFilter`); null: none. */
  filter: AcceptFilter | null = null;
}

/** Options of a UDP socket. */
export class DatagramOptions {
  /** The most datagrams received per turn. */
  turnDatagrams: i32 = 64;
  /** The most datagrams that wait until the host can send again; further ones are dropped, and counted. */
  waitingDatagrams: i32 = 64;
}

function ignore(line: string): void {}
