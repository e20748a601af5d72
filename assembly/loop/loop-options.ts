import { MOST_CONNECTIONS } from './connection-quota';

const SECOND_NS: i64 = 1_000_000_000;

/** What is asked of a loop. */
export class LoopOptions {
  /** Connections at most, accepted and asked for together, with those that linger. */
  maxConnections: i32 = MOST_CONNECTIONS;
  /**
   * Bytes that wait to be sent on all connections together. A connection may have as many waiting as are left of them, so those that
   * do not read leave room for the others.
   */
  bufferedBytes: i32 = 8 << 20;
  /** Bytes that wait on all connections together, beyond which the connection with the most of them fails with OUT_OF_MEMORY. */
  limitBytes: i32 = 16 << 20;
  /** How long `drain` lets connections finish. */
  drainNs: i64 = 8 * SECOND_NS;
  /** Told in one line, once for each reason, what the operator should know, such as that new clients wait. */
  say: (line: string) => void = sayNothing;
}

function sayNothing(line: string): void {}
