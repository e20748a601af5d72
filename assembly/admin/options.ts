import { HeadLimits } from '../http/request-parser';

const SECOND_NS: i64 = 1_000_000_000;

/** Options of an admin server. */
export class AdminOptions {
  /** The most connections at once; more wait until one has closed. */
  maxConnections: i32 = 16;
  /** How long a request may take to arrive, before the connection is dropped. */
  requestNs: i64 = 5 * SECOND_NS;
  /** How long a client may take none of the answer, before the connection is dropped. */
  writeNs: i64 = 5 * SECOND_NS;
  /** How long a connection may wait for the client's end after its answer, before it is dropped. */
  lingerNs: i64 = SECOND_NS;
  /** What the head of a request may have at most. */
  head: HeadLimits = new HeadLimits();

  constructor() {
    this.head.headBytes = 8192;
    this.head.targetBytes = 1024;
  }
}
