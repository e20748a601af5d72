import { Connection, EventLoop, TimerTask } from '../../loop';
import { WebSocketOptions } from './options';
import { WebSocket } from './web-socket';

/** Sends pings while nothing arrives, and aborts a WebSocket whose client does not answer them, or does not answer its close frame. */
export class KeepAlive extends TimerTask {
  private isPinging: bool = false;
  private isClosing: bool = false;
  private receivedBefore: i64 = 0;

  constructor(
    private loop: EventLoop,
    private connection: Connection,
    private socket: WebSocket,
    private options: WebSocketOptions,
  ) {
    super();
  }

  /** Begins to watch for silence. */
  start(): void {
    this.wait(this.options.pingIntervalNs);
  }

  /** A close frame has been sent: the client's is awaited. */
  startClosing(): void {
    this.isClosing = true;
    this.wait(this.options.closeTimeoutNs);
  }

  /** Ends it. */
  stop(): void {
    this.loop.cancel(this);
  }

  onTimer(): void {
    const connection = this.connection;
    const isSilent = connection.bytesReceived == this.receivedBefore && !this.socket.isPaused;
    // Where bytes wait for the client, its answer may not be read: the connection's own limit of time for them holds.
    if (this.isClosing || (this.isPinging && isSilent && connection.bufferedBytes == 0))
      return this.socket.abort();
    if (isSilent && !this.isPinging) {
      this.isPinging = true;
      this.socket.ping();
      return this.wait(this.options.pongTimeoutNs);
    }
    this.isPinging = false;
    this.wait(this.options.pingIntervalNs);
  }

  private wait(delayNs: i64): void {
    this.receivedBefore = this.connection.bytesReceived;
    this.loop.schedule(this, delayNs);
  }
}
