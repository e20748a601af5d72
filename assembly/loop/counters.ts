import { IO_FAILURE } from '../wasi';

/** What a loop has done so far. */
export class Counters {
  /** Clients accepted. */
  accepted: i64 = 0;
  /** Clients refused, at the limit, by the handler or by an accept filter. */
  refused: i64 = 0;
  /** Connections opened: accepted and handled, or connected. */
  opened: i64 = 0;
  /** Connections that failed: reset, timed out, over a limit, never connected. */
  failed: i64 = 0;
  /** Connections closed, failed ones included. */
  closed: i64 = 0;
  /** Bytes received by connections. */
  bytesReceived: i64 = 0;
  /** Bytes of connections that the host has taken to send. */
  bytesSent: i64 = 0;
  /** Datagrams received. */
  datagramsReceived: i64 = 0;
  /** Datagrams that the host has taken to send. */
  datagramsSent: i64 = 0;
  /** Datagrams that could not be sent, or had no room while they waited for it. */
  datagramsDropped: i64 = 0;
  /** Turns taken. */
  turns: i64 = 0;
  private readonly failures: StaticArray<i64> = new StaticArray<i64>(1 - IO_FAILURE);

  /** Counts a connection that failed with that outcome. */
  countFailure(outcome: i32): void {
    this.failed++;
    if (outcome >= IO_FAILURE) this.failures[-outcome]++;
  }

  /** Returns how many connections failed with that outcome, such as TIMEOUT. */
  failedWith(outcome: i32): i64 {
    return this.failures[-outcome];
  }
}
