import {
  CLOSE_ABNORMAL,
  CLOSE_BAD_GATEWAY,
  CLOSE_GOING_AWAY,
  CLOSE_INTERNAL_ERROR,
  CLOSE_NORMAL,
  CLOSE_NO_CODE,
  CLOSE_UNSUPPORTED,
  HttpOptions,
  WebSocketHandler,
  WebSocketMessage,
  WebSocketOptions,
} from '../http';
import { Connection, ConnectionHandler, ConnectionOptions, EventLoop, RelayedHandler } from '../loop';
import { ManagedConnection } from '../loop/connection-pool';
import { Bytes, describe } from '../net';
import { formatNumber } from '../wasi';

/** Codes from here on are the program's own. Source: RFC 6455, section 7.4.2. */
const FIRST_OWN_CODE: i32 = 3000;

/**
 * Bridges a WebSocket to a TCP server, its upstream: the bytes of binary messages become a stream, and what the upstream sends becomes
 * messages. Where messages begin and end means nothing. A client that sends a text is closed with 1003.
 *
 * Each direction has the pace of its receiver; at most the high watermark and one turn's input wait for it.
 *
 * The upstream's end closes the WebSocket with 1000 when all has left; what the client sends after that is dropped, since a WebSocket
 * knows no half-close. An upstream that can't be reached closes it with 1014, one that fails later with 1011, and the reason says why.
 * A client that closes with 1000, 1001, a code of its own (3000 and up) or none ends the stream to the upstream after its last byte; when
 * it closes with another code or is lost, the connection to the upstream is reset. A drain lets the exchange continue until its limit.
 */
export class WebSocketBridge extends WebSocketHandler {
  /** Why it has ended; empty: its peers have ended it, or it has not ended. */
  protected why: string = '';
  private upstream: Connection | null = null;
  private hasClosed: bool = false;
  private hasUpstreamClosed: bool = false;

  /** `host`: a name or an IP address (IPv6 without brackets). `options`: those of the connection to it. */
  constructor(
    private loop: EventLoop,
    private host: string = '',
    private port: u16 = 0,
    private options: ConnectionOptions = new ConnectionOptions(),
  ) {
    super();
  }

  /** Makes options for WebSockets of pages of these origins; clients that ask for a subprotocol get `binary`. */
  static optionsFor(origins: string[]): WebSocketOptions {
    const options = new WebSocketOptions();
    options.origins = origins;
    options.protocols = ['binary'];
    options.inPieces = true;
    return options;
  }

  /** Makes options for a server that does nothing but bridge: little waits on a connection, and its two directions do not hold up each other. */
  static serverOptions(): HttpOptions {
    const options = new HttpOptions();
    options.accept.connection = new ConnectionOptions();
    options.accept.connection.autoPauseReads = false;
    return options;
  }

  onOpen(): void {
    this.socket.pause();
    this.connect();
  }

  onMessage(message: WebSocketMessage): void {
    const upstream = this.upstream!; // until there is one, the WebSocket is paused
    if (message.isText) this.socket.close(CLOSE_UNSUPPORTED, 'only binary messages are bridged');
    else if (!upstream.write(message.data)) this.socket.pause();
  }

  onWritable(): void {
    const upstream = this.upstream;
    if (upstream != null) upstream.resume();
  }

  /** The peers decide when their exchange ends. */
  onDrain(): void {}

  onClose(code: i32, reason: string): void {
    const upstream = this.upstream;
    const isMeant =
      code == CLOSE_NORMAL || code == CLOSE_GOING_AWAY || code == CLOSE_NO_CODE || code >= FIRST_OWN_CODE;
    this.hasClosed = true;
    if (!isMeant && this.why.length == 0) {
      const isCutOff = code == CLOSE_ABNORMAL && this.loop.isDraining;
      this.why = isCutOff ? 'drained' : 'client: closed with ' + formatNumber(code);
    }
    if (upstream == null || this.hasUpstreamClosed) this.onEnd();
    else if (isMeant) upstream.close();
    else upstream.reset();
  }

  /**
   * Exchanges bytes with a connection from now on, which is open or still connecting. It keeps its handler, whose `onOpen`, `onError` and
   * `onClose` are called as ever.
   */
  attach(upstream: Connection): void {
    if (this.hasClosed) return upstream.reset();
    this.upstream = upstream;
    (upstream as ManagedConnection).joinRelay(new BridgeEnd(this));
    this.socket.resume();
  }

  /** Gives up: no upstream can be reached. */
  giveUp(reason: string): void {
    this.why = reason;
    this.socket.close(CLOSE_BAD_GATEWAY, reason);
  }

  /** @internal The upstream has failed. */
  upstreamFailed(connection: Connection, outcome: i32): void {
    if (connection.remoteAddress.port == 0) return this.giveUp('no upstream: ' + describe(outcome));
    if (this.why.length == 0) this.why = 'upstream: ' + describe(outcome);
    this.socket.close(CLOSE_INTERNAL_ERROR, describe(outcome));
  }

  /** @internal Nothing has passed for a while. */
  upstreamIdle(): void {
    this.why = 'idle';
    this.socket.close(CLOSE_GOING_AWAY, 'idle');
  }

  /** @internal The upstream has closed. */
  upstreamClosed(): void {
    this.hasUpstreamClosed = true;
    if (this.hasClosed) this.onEnd();
    else this.socket.close(CLOSE_INTERNAL_ERROR);
  }

  /** Connects to the upstream. A class that chooses among several overrides this, and calls `attach` or `giveUp`, now or later. */
  protected connect(): void {
    this.attach(this.loop.connect(this.host, this.port, new RelayedHandler(), this.options));
  }

  /** Both sides have closed. Called once, and last. */
  protected onEnd(): void {}
}

/** The end of a bridge at the upstream. */
class BridgeEnd extends ConnectionHandler {
  constructor(private bridge: WebSocketBridge) {
    super();
  }

  onOpen(): void {
    this.connection.handler.onOpen();
  }

  onData(data: Bytes): void {
    if (!this.bridge.socket.sendBytes(data)) this.connection.pause();
  }

  onWritable(): void {
    this.bridge.socket.resume();
  }

  onEnd(): void {
    this.bridge.socket.close(CLOSE_NORMAL);
    this.connection.close();
  }

  onIdle(): void {
    this.bridge.upstreamIdle();
    this.connection.close();
  }

  onDrain(): void {}

  onError(outcome: i32): void {
    this.connection.handler.onError(outcome);
    this.bridge.upstreamFailed(this.connection, outcome);
  }

  onClose(): void {
    this.connection.handler.onClose();
    this.bridge.upstreamClosed();
  }
}
