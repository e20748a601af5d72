import { ConnectionOptions } from '../loop';
import { FOREVER } from '../selectors';

const MILLISECOND_NS: i64 = 1_000_000;
const SECOND_NS: i64 = 1000 * MILLISECOND_NS;

/** Options of `NatsClient`. */
export class NatsOptions {
  /**
   * The servers to connect to, which are tried in turn: HOST:PORT or HOST each, IPv6 addresses in brackets; `nats://` may stand before. For
   * names wasmtime needs -S allow-ip-name-lookup.
   */
  servers: string[] = ['127.0.0.1:4222'];
  /** The name by which the server's operator sees the client; empty: none. */
  name: string = '';
  /** The token to log in with; empty: none. */
  token: string = '';
  /** The user to log in as; empty: none. */
  user: string = '';
  /** The user's password. */
  password: string = '';
  /** Whether the client gets what it publishes itself, where it has subscribed to that. */
  echo: bool = true;
  /**
   * The longest payload, in bytes, sent or received; for sending the server's own limit counts as well. A longer one that arrives is
   * left out and counted.
   */
  maxPayloadBytes: i32 = 1 << 20;
  /** The longest line that the server may send, in bytes, but for INFO. */
  maxLineBytes: i32 = 4096;
  /** The longest INFO, in bytes. */
  maxInfoBytes: i32 = 65536;
  /** The most servers that are known: those given, and as many more as the server names (`connect_urls`) until there are so many. */
  maxServers: i32 = 32;
  /** The most subscriptions. */
  maxSubscriptions: i32 = 4096;
  /** How long connecting and logging in may take. */
  connectTimeoutNs: i64 = 5 * SECOND_NS;
  /** How often the server is asked for a sign of life. */
  pingIntervalNs: i64 = 20 * SECOND_NS;
  /** After so many pings without an answer the connection is lost. */
  maxUnansweredPings: i32 = 2;
  /**
   * The pause before a lost server, or the next one, is tried. When all have been tried the pause doubles, up to `maxReconnectDelayNs`.
   * Each pause is between half of that and all of it, by chance, so that not all clients come at once.
   */
  reconnectDelayNs: i64 = 250 * MILLISECOND_NS;
  /** The longest pause. */
  maxReconnectDelayNs: i64 = 4 * SECOND_NS;
  /** Options of the connection. `limitBytes`: how much may wait for a server that does not read, before `publish` returns WOULD_BLOCK. */
  connection: ConnectionOptions = makeConnectionOptions();
}

function makeConnectionOptions(): ConnectionOptions {
  const options = new ConnectionOptions();
  options.limitBytes = 4 << 20;
  options.connectNs = FOREVER; // see connectTimeoutNs
  options.autoPauseReads = false; // what arrives is no answer to what is sent
  return options;
}
