import { Histogram } from './histogram';

/** How a loop is at the moment, of which `Counters` can't tell: made by `EventLoop.observe`. */
export class LoopState {
  /** Connections that look a name up or connect. */
  connecting: i32 = 0;
  /** Connections that are open. */
  open: i32 = 0;
  /** Connections that close when what waits has been sent. */
  closing: i32 = 0;
  /** Connections that have sent everything, and wait for their last bytes to leave and for the peer's end. */
  lingering: i32 = 0;
  /** Bytes that wait to be sent. */
  bufferedBytes: i32 = 0;
  /** Objects that the selector waits for: listeners, connections and other sockets. */
  registeredObjects: i32 = 0;
  /** Tasks that are scheduled, time limits of connections among them. */
  scheduledTasks: i32 = 0;

  constructor(
    /** The most connections. */
    readonly maxConnections: i32,
    /** How long turns took, without their waiting. It goes on counting. */
    readonly turnTimes: Histogram,
  ) {}
}
