import { File } from '../files';
import { Bytes, NOT_SUPPORTED, SocketAddress } from '../net';
import { ConnectionOptions } from './options';

/** Makes the handler of a client that has connected, or returns null to refuse the client. */
export type AcceptFunction = (connection: Connection) => ConnectionHandler | null;

/**
 * A TCP connection on an event loop, made by `EventLoop.connect` or a server: Python's `asyncio.Transport`.
 *
 * It sends what is written to it in order, once a turn and in one piece, and calls its handler with what arrives.
 */
export abstract class Connection {
  /** The peer's address; port 0 while it connects. Known also after it has closed. Set by the loop. */
  remoteAddress: SocketAddress = new SocketAddress();
  /** Bytes that have arrived. Set by the loop. */
  bytesReceived: i64 = 0;
  /** Bytes that the host has taken to send. Set by the loop. */
  bytesSent: i64 = 0;
  protected hasClosed: bool = false;
  protected isClosing: bool = false;
  private currentHandler: ConnectionHandler | null = null;

  constructor(
    /** Its bounds and times. */
    readonly options: ConnectionOptions,
  ) {}

  /** The handler that is called. Another one may take its place at any time. */
  get handler(): ConnectionHandler {
    return this.currentHandler!;
  }

  /** Calls another handler from now on. */
  set handler(handler: ConnectionHandler) {
    handler.connection = this;
    this.currentHandler = handler;
  }

  /** Whether it is neither closed nor closing; it may still be connecting. */
  get isOpen(): bool {
    return !this.isClosing && !this.hasClosed;
  }

  /** Whether it has closed or failed: nothing is sent or received any more. */
  get isClosed(): bool {
    return this.hasClosed;
  }

  /** Whether the bytes that wait to be sent have reached the high watermark; `onWritable` is called when they have left. */
  abstract get isFull(): bool;

  /** Whether `write` takes bytes, and fewer wait than at the high watermark. A producer without limits asks before it writes. */
  abstract get isWritable(): bool;

  /** How many bytes it takes at once before it is full: less where other connections have much waiting, and 0 at least. */
  abstract get writableBytes(): i32;

  /** How many bytes wait to be sent. */
  abstract get bufferedBytes(): i32;

  /** Its own address; port 0 while it connects and after it has closed. */
  abstract get localAddress(): SocketAddress;

  /**
   * Sends bytes after all that was written before. The bytes are copied, and sent in the next turn, so that all that is written in
   * one turn leaves in one piece.
   *
   * Returns whether more is welcome. False: the high watermark is reached, wait for `onWritable`; or the connection is closed or
   * ended, and nothing is taken. The connection fails with OUT_OF_MEMORY when more than its options' `limitBytes` wait.
   */
  abstract write(data: Bytes): bool;

  /** Like `write`, a text as UTF-8. */
  abstract writeText(text: string): bool;

  /**
   * Sends at most `bytes` bytes of a file from `offset` on after all that was written before, at once and without a copy where the host
   * can. Fewer are sent where others want their turn, or the peer has to take some first: the connection is full then, wait for
   * `onWritable`.
   *
   * Returns how many; 0: the file ends there; WOULD_BLOCK: none, since it is full, or takes no bytes any more; NOT_SUPPORTED: read the
   * file and `write` the bytes; or why the file can't be read.
   */
  sendFile(file: File, offset: i64, bytes: i64): i32 {
    return NOT_SUPPORTED;
  }

  /** Stops reading: what arrives stays in the OS, and the peer has to wait when the OS has no capacity left. */
  abstract pause(): void;

  /** Reads again. */
  abstract resume(): void;

  /** Ends the sending direction when all that waits has left (half-close): the peer sees the end, and may still send. */
  abstract end(): void;

  /**
   * Closes when all that waits has left: the sending direction ends, and what still arrives is discarded until the peer ends too, so
   * that nothing on its way to the peer is lost. That takes its options' `lingerNs` at most.
   */
  abstract close(): void;

  /** Closes once what has arrived by now has been handled and answered. */
  abstract finish(): void;

  /** Drops the connection now: what waits to be sent is lost. The peer sees the end of what has left before. */
  abstract abort(): void;

  /**
   * Drops the connection now, so that the peer sees a failure and no end: a TCP reset on the Node host. WASI has no way to ask for one, so
   * under wasmtime the peer sees the end, unless it has sent what was not received, or sends more: then a reset.
   */
  reset(): void {
    this.abort();
  }
}

/**
 * What a program does with a connection: Python's `asyncio.Protocol`. Each connection has a handler of its own, with its state.
 *
 * `onOpen` is called first, then `onData` and the others as they come, `onEnd` once at most, `onError` when the connection fails, and
 * at last `onClose`, once. A connection that never opened only gets the last two. No call comes from within a call to the connection.
 */
export abstract class ConnectionHandler {
  private currentConnection: Connection | null = null;

  /** Its connection. Set by the loop before the first call; a handler may be used again when its connection has closed. */
  get connection(): Connection {
    return this.currentConnection!;
  }

  /** @internal */
  set connection(connection: Connection) {
    const before = this.currentConnection;
    assert(
      before == null || before === connection || before.isClosed,
      'a handler has one connection at a time: make a new handler for each',
    );
    this.currentConnection = connection;
  }

  /** The connection is open. */
  onOpen(): void {}

  /** Bytes have arrived. `data` is good until this returns: `copy` what is kept. */
  abstract onData(data: Bytes): void;

  /** The bytes that waited to be sent have left, down to the low watermark, after `write` had returned false. */
  onWritable(): void {}

  /** The peer has sent its last byte; it may still receive. Unless overridden, the connection closes. */
  onEnd(): void {
    this.connection.close();
  }

  /** No byte has passed for `idleNs`. Unless overridden, the connection closes. */
  onIdle(): void {
    this.connection.close();
  }

  /** The loop drains. Unless overridden, what has arrived is still handled and answered, and then the connection closes. */
  onDrain(): void {
    this.connection.finish();
  }

  /**
   * The connection has failed. `outcome` says why (see `describe`), such as TIMEOUT (a limit of time, or the peer's), OUT_OF_MEMORY (the
   * peer did not take what waited for it), NEW_SOCKET_LIMIT (the limit of connections) or INVALID_STATE (the loop drains).
   */
  onError(outcome: i32): void {}

  /** The connection has closed. */
  onClose(): void {}
}

/** What a server with state of its own does with its clients: see `EventLoop.serveWith`. */
export abstract class ServerHandler {
  /** A client has connected: returns its handler, or null to refuse the client. */
  abstract onAccept(connection: Connection): ConnectionHandler | null;

  /** The server has closed: it accepts no more. */
  onClose(): void {}
}

/** Listeners on an event loop, made by `EventLoop.listen` or `serve`. */
export abstract class Server {
  /** Whether it accepts clients, now or when there is capacity again. */
  abstract get isOpen(): bool;

  /** Where it listens, with the real ports; empty when it is closed. */
  abstract get addresses(): SocketAddress[];

  /** Stops listening, for good; its connections stay. A second close is harmless. */
  abstract close(): void;
}

/** A UDP socket on an event loop, made by `EventLoop.addUdpSocket`: Python's `asyncio.DatagramTransport`. */
export abstract class DatagramSocket {
  /** Whether it is open. */
  abstract get isOpen(): bool;

  /** Its own address; port 0 when it is closed. */
  abstract get localAddress(): SocketAddress;

  /**
   * Sends a datagram, or lets it wait until the host can. Returns false where it is dropped, and counted: too many wait, or the host
   * can't send it (too large, no such address, closed).
   */
  abstract send(data: Bytes, receiver: SocketAddress): bool;

  /** Closes it; datagrams that wait are dropped. A second close is harmless. */
  abstract close(): void;
}

/** What a program does with datagrams: Python's `asyncio.DatagramProtocol`. Each socket has a handler of its own. */
export abstract class DatagramHandler {
  private currentSocket: DatagramSocket | null = null;

  /** Its socket. Set by the loop before the first call. */
  get socket(): DatagramSocket {
    return this.currentSocket!;
  }

  /** @internal */
  set socket(socket: DatagramSocket) {
    const before = this.currentSocket;
    assert(
      before == null || !before.isOpen,
      'a handler has one socket at a time: make a new handler for each',
    );
    this.currentSocket = socket;
  }

  /** A datagram has arrived, from `sender`. Both are good until this returns: `copy` what is kept. */
  abstract onDatagram(data: Bytes, sender: SocketAddress): void;

  /** The socket has closed: by the program or by a drain. */
  onClose(): void {}
}
