import { FOREVER } from '../selectors';

const SECOND_NS: i64 = 1_000_000_000;

/** What is asked of a connection. One object may serve many; changes count from then on. */
export class ConnectionOptions {
  /** Bytes that wait to be sent, at which `write` says that it is enough and reading pauses. */
  highWatermarkBytes: i32 = 65536;
  /** Bytes down to which they must have left for reading to resume, and `onWritable`. */
  lowWatermarkBytes: i32 = 16384;
  /** Bytes that wait to be sent, beyond which the connection fails with OUT_OF_MEMORY. */
  limitBytes: i32 = 1 << 20;
  /** Bytes received at most per turn, so that a flood does not hold up the others; 64 KiB is also the most that there can be. */
  turnBytes: i32 = 65536;
  /**
   * Whether reading pauses by itself while much waits to be sent to the same peer: right where input leads to output. A relay sets
   * it to false, since its input goes elsewhere.
   */
  holdsBack: bool = true;
  /** How long no byte may pass in either direction before `onIdle` is called. */
  idleNs: i64 = FOREVER;
  /** How long nothing may arrive while it is read, before it fails with TIMEOUT. */
  readNs: i64 = FOREVER;
  /**
   * How long a peer may take nothing of what waits for it, before it fails with TIMEOUT. WASI 0.2 shows what it takes in pieces of up to
   * 64 KiB only, so one that takes longer for a piece counts as one that takes nothing.
   */
  writeNs: i64 = 60 * SECOND_NS;
  /** How long connecting may take, look-up and all addresses together, before it fails with TIMEOUT. */
  connectNs: i64 = 30 * SECOND_NS;
  /** How long a closed one may wait for its last bytes to leave and for the peer's end, before it is aborted. */
  lingerNs: i64 = 10 * SECOND_NS;
}
