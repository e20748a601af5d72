import { ConnectionOptions } from '../../loop';
import { Bytes } from '../../net';
import { FOREVER } from '../../selectors';
import { getStderr, writeText } from '../../wasi';

const SECOND_NS: i64 = 1_000_000_000;

/** Options of an `HttpClient`. */
export class ClientOptions {
  /** Connections to one host and port; more requests wait until one is free. */
  maxConnectionsPerOrigin: i32 = 32;
  /** Connections to all of them. */
  maxConnections: i32 = 256;
  /** Requests that wait for a connection; more fail with NEW_SOCKET_LIMIT. */
  maxWaiting: i32 = 1024;
  /** Bytes of the head of a response. */
  maxHeadBytes: i32 = 16384;
  /** Fields of a response. */
  maxFields: i32 = 100;
  /** How often a request follows redirects (301, 302, 303, 307 and 308), always to `http://`. */
  maxRedirects: i32 = 0;
  /** How long the head of a response may take after the request has been written, before the request fails with TIMEOUT. */
  headTimeoutNs: i64 = 30 * SECOND_NS;
  /** How long nothing of a body may arrive while it is not paused, before the request fails with TIMEOUT. */
  bodyTimeoutNs: i64 = 30 * SECOND_NS;
  /** How long all may take, waiting and redirects too, before the request fails with TIMEOUT. */
  totalTimeoutNs: i64 = FOREVER;
  /** Options of its connections: `connectNs`, and `idleNs`, which is how long one is kept for further requests. */
  connection: ConnectionOptions = connectionOptions();
  /** What each connection begins with, before its first request, such as a PROXY header; null: nothing. */
  preface: Bytes | null = null;
  /** Called with one line for the operator. */
  log: (line: string) => void = logToStderr;
}

/** Servers commonly close after 5 s: one that closes first does not cross a request on its way. */
function connectionOptions(): ConnectionOptions {
  const options = new ConnectionOptions();
  options.idleNs = 4 * SECOND_NS;
  return options;
}

function logToStderr(line: string): void {
  writeText(getStderr(), line + '\n');
}
