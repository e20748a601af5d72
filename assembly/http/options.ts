import { AcceptOptions } from '../loop';
import { getStderr, writeText } from '../wasi';
import { HeadLimits } from './request-parser';

const SECOND_NS: i64 = 1_000_000_000;

/** Options of an `HttpServer`. */
export class HttpOptions {
  /** What the head of a request may have at most: more is answered with 414 or 431. */
  head: HeadLimits = new HeadLimits();
  /** Bytes of a body: more are answered with 413. */
  maxBodyBytes: i64 = 1 << 20;
  /** Bytes of heads and bodies that have not arrived completely, of all connections together; beyond: 503. */
  maxHeldBytes: i32 = 24 << 20;
  /** How long the head of a request may take, from its first byte on, before it is answered with 408. */
  headerTimeoutNs: i64 = 30 * SECOND_NS;
  /** How long a body may take, and a second more for each `minBodyRate` bytes that have arrived, before it is answered with 408. */
  bodyTimeoutNs: i64 = 30 * SECOND_NS;
  /** The bytes of a body that make up for a second. */
  minBodyRate: i32 = 1024;
  /** How long a connection may wait for its first or next request before it closes. */
  keepAliveTimeoutNs: i64 = 60 * SECOND_NS;
  /**
   * Options of its listeners and connections. On a connection 256 KiB wait at the high watermark, since a file in few large pieces costs
   * less than in many; and 2 MiB at most, so that a WebSocket can send what it received.
   */
  accept: AcceptOptions = new AcceptOptions();
  /** Called with one line for the operator. */
  log: (line: string) => void = logToStderr;

  constructor() {
    const connection = this.accept.connection;
    connection.highWatermarkBytes = 256 << 10;
    connection.lowWatermarkBytes = 64 << 10;
    connection.limitBytes = 2 << 20;
  }
}

function logToStderr(line: string): void {
  writeText(getStderr(), line + '\n');
}
