import { ConnectionPool } from './connection-pool';
import { Histogram } from './histogram';
import { Reactor } from './reactor';

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
  /** How long turns took, without their waiting. It goes on counting. */
  readonly turnTimes: Histogram;

  constructor(reactor: Reactor, pool: ConnectionPool) {
    this.lingering = pool.lingeringStreams;
    this.bufferedBytes = pool.bufferedBytes;
    this.registeredObjects = reactor.selector.getMap().size;
    this.scheduledTasks = reactor.timers.length;
    this.turnTimes = reactor.turnTimes;
    for (let i = 0; i < pool.length; i++) {
      const connection = pool.at(i);
      if (connection.isConnecting) this.connecting++;
      else if (connection.isOpen) this.open++;
      else if (connection.isLingering || connection.isClosed) this.lingering++;
      else this.closing++;
    }
  }
}
