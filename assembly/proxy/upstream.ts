import { SocketAddress } from '../net';
import { hashOf } from './hash';
import { Health } from './health';
import { UpstreamName } from './upstream-name';

/** A check that is under way. */
export interface HealthCheck {
  /** Ends it, without a result. */
  cancel(): void;
}

/** One address that clients are connected to. */
export class Upstream {
  /** Its IP address, without the port. */
  readonly host: string;
  /** Its address, as text. */
  readonly text: string;
  /** @internal Stands for the address in `BALANCE_SOURCE_HASH`. */
  readonly hash: u32;
  /** Whether it is well. */
  readonly health: Health = new Health();
  /** @internal The check that is under way; null: none is. */
  check: HealthCheck | null = null;
  /** Connections to it, connecting ones included. */
  connections: i32 = 0;
  /** Connections to it that have opened, so far. */
  opened: i64 = 0;
  /** Attempts to connect that have failed, so far. */
  failed: i64 = 0;
  /** Bytes sent to it by sessions that are over. */
  bytesSent: i64 = 0;
  /** Bytes received from it by sessions that are over. */
  bytesReceived: i64 = 0;

  constructor(
    /** What it was found by. */
    readonly name: UpstreamName,
    /** Where it is. */
    readonly address: SocketAddress,
  ) {
    this.host = address.host;
    this.text = address.toString();
    this.hash = hashOf(address, address.port);
  }
}
