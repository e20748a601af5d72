import { Endpoint, INVALID_ARGUMENT, INVALID_STATE, TcpListener, UdpSocket, openEndpoint } from '../net';
import { FOREVER } from '../selectors';
import { ConnectionPool } from './connection-pool';
import { Counters } from './counters';
import { UdpDatagramSocket } from './datagram-socket';
import { AcceptOptions, ConnectionOptions, DatagramOptions, LoopOptions } from './options';
import { Reactor } from './reactor';
import { InputEnd, Shutdown } from './shutdown';
import { TcpConnection } from './tcp-connection';
import { FunctionHandler, TcpServer } from './tcp-server';
import { TimerTask } from './timers';
import {
  AcceptFunction,
  Connection,
  ConnectionHandler,
  DatagramHandler,
  DatagramSocket,
  Server,
  ServerHandler,
} from './transport';

/**
 * Waits for everything at once and calls the handlers concerned, one after the other; nothing that it calls may wait by itself.
 *
 * Where a call returns null, `lastError` says why. A connection's failure comes later, by its handler's `onError`.
 */
export class EventLoop {
  /** What the last `listen`, `serve`, `serveWith` or `addUdpSocket` came to: 0 or a negative outcome (see `describe`). */
  lastError: i32 = 0;
  private reactor: Reactor = new Reactor();
  private pool!: ConnectionPool;
  private shutdown!: Shutdown;
  private servers: TcpServer[] = [];
  private udpSockets: Set<UdpDatagramSocket> = new Set<UdpDatagramSocket>();

  constructor(
    /** Its bounds. */
    readonly options: LoopOptions = new LoopOptions(),
  ) {
    this.pool = new ConnectionPool(this.reactor, options);
    this.shutdown = new Shutdown(this.reactor, this.pool, options);
  }

  /** Takes turns until nothing is left to wait for, or a drain has come to its end. */
  run(): void {
    while (this.isAlive) this.turn();
    this.shutdown.report();
  }

  /** Takes one turn; waits until something is ready or a task is due. */
  turn(): void {
    this.reactor.runTimers();
    this.pool.flushDirty();
    this.reactor.dispatch(this.reactor.select(this.waitNs));
    if (this.reactor.isDrainRequested) this.drain();
    this.pool.finalizeClosed();
    this.resumeAccepting();
  }

  /** Whether `run` has anything left to wait for or to do. */
  get isAlive(): bool {
    if (this.pool.hasWork) return true;
    if (this.shutdown.isDraining) return this.pool.length > 0;
    for (let i = 0; i < this.servers.length; i++) if (this.servers[i].isPaused) return true;
    return this.reactor.timers.length > 0 || this.reactor.selector.getMap().size > this.pool.lingeringStreams;
  }

  /** Whether a drain has begun: nothing new is accepted, opened or connected any more. */
  get isDraining(): bool {
    return this.shutdown.isDraining;
  }

  /** The time at which this turn began or its waiting ended, in nanoseconds of the host's clock; 0 before the first turn. */
  get nowNs(): i64 {
    return this.reactor.nowNs;
  }

  /** What it has done so far. */
  get counters(): Counters {
    return this.reactor.counters;
  }

  /** How many connections there are: accepted, connecting and closing ones. */
  get connectionCount(): i32 {
    return this.pool.length;
  }

  /** How many servers are open. */
  get serverCount(): i32 {
    return this.servers.length;
  }

  /** How many UDP sockets are open. */
  get udpSocketCount(): i32 {
    return this.udpSockets.size;
  }

  /**
   * Listens at an IP address (IPv6 without brackets) or `localhost` (127.0.0.1 and ::1, the same port), and serves the clients: `accept`
   * makes a handler for each. Port 0: any free one, see `Server.addresses`. Python's `loop.create_server`.
   *
   * Null: INVALID_ARGUMENT (no such `host`), INVALID_STATE (the loop drains), or what `TcpListener.listen` returns.
   */
  listen(
    host: string,
    port: u16,
    accept: AcceptFunction,
    options: AcceptOptions = new AcceptOptions(),
  ): Server | null {
    const endpoint = Endpoint.parse(host, port);
    const listeners: TcpListener[] = [];
    this.lastError = endpoint == null ? INVALID_ARGUMENT : openEndpoint<TcpListener>(endpoint, listeners);
    return this.lastError == 0 ? this.serve(listeners, accept, options) : null;
  }

  /**
   * Serves the clients of listeners, which it takes over: `accept` makes a handler for each client.
   *
   * Null: INVALID_STATE (one of them is not open, or the loop drains); then they are closed.
   */
  serve(
    listeners: TcpListener[],
    accept: AcceptFunction,
    options: AcceptOptions = new AcceptOptions(),
  ): Server | null {
    return this.serveWith(listeners, new FunctionHandler(accept), options);
  }

  /** Like `serve`, with an object in place of the function: for a server with state of its own. When this returns null, `handler` is never called. */
  serveWith(
    listeners: TcpListener[],
    handler: ServerHandler,
    options: AcceptOptions = new AcceptOptions(),
  ): Server | null {
    this.lastError = this.isDraining || !areOpen(listeners) ? INVALID_STATE : 0;
    if (this.lastError == 0)
      return new TcpServer(
        this.reactor,
        this.pool,
        listeners,
        handler,
        options,
        this.options.log,
        this.servers,
      );
    for (let i = 0; i < listeners.length; i++) listeners[i].close();
    return null;
  }

  /**
   * Connects to a name or an IP address (IPv6 without brackets). The handler's `onOpen` says that it is connected, `onError` that it
   * failed: NEW_SOCKET_LIMIT (the limit of connections), TIMEOUT, INVALID_STATE (the loop drains), or what `NameLookup.next` and
   * `TcpStream.finishConnect` know. What is written before is sent then. Python's `loop.create_connection`.
   *
   * While the loop drains, `onError` and `onClose` are still called, but not for a connection that is asked for from within those very
   * calls: a handler that connects again whenever its connection has closed would be called for ever.
   */
  connect(
    host: string,
    port: u16,
    handler: ConnectionHandler,
    options: ConnectionOptions = new ConnectionOptions(),
  ): Connection {
    const connection = new TcpConnection(this.reactor, this.pool, options);
    connection.handler = handler;
    if (this.isDraining) connection.refuse();
    else connection.connect(host, port);
    return connection;
  }

  /**
   * Exchanges datagrams by a socket that is open, which it takes over. Python's `loop.create_datagram_endpoint`.
   *
   * Null: INVALID_STATE (the socket is not open, or the loop drains); then it is closed, and `handler` is never called.
   */
  addUdpSocket(
    socket: UdpSocket,
    handler: DatagramHandler,
    options: DatagramOptions = new DatagramOptions(),
  ): DatagramSocket | null {
    this.lastError = this.isDraining || !socket.isOpen ? INVALID_STATE : 0;
    if (this.lastError == 0)
      return new UdpDatagramSocket(this.reactor, socket, handler, options, this.udpSockets);
    socket.close();
    return null;
  }

  /** Schedules a task to run once, in `delayNs` nanoseconds; one that is scheduled already, anew. Python's `loop.call_later`. */
  schedule(task: TimerTask, delayNs: i64): void {
    this.reactor.timers.schedule(task, delayNs);
  }

  /** Schedules a task to run every `intervalNs` nanoseconds, at least one, until it is cancelled. */
  scheduleEvery(task: TimerTask, intervalNs: i64): void {
    this.reactor.timers.scheduleEvery(task, intervalNs);
  }

  /** Schedules a task to run once, at a time of the host's clock. Python's `loop.call_at`. */
  scheduleAt(task: TimerTask, dueNs: i64): void {
    this.reactor.timers.scheduleAt(task, max(dueNs, this.nowNs));
  }

  /** Takes a task back; harmless when it is not scheduled. */
  cancel(task: TimerTask): void {
    this.reactor.timers.cancel(task);
  }

  /**
   * Closes servers and UDP sockets, and lets each connection finish (`ConnectionHandler.onDrain`); those that have not after `limitNs`
   * nanoseconds are aborted. Nothing new begins: see `listen`, `connect` and `addUdpSocket`. Then `run` returns, whatever tasks are
   * scheduled. A second call changes nothing.
   */
  drain(limitNs: i64 = this.options.drainNs): void {
    if (this.isDraining) return;
    this.shutdown.isDraining = true;
    while (this.servers.length > 0) this.servers[this.servers.length - 1].close();
    const udpSockets = this.udpSockets.values();
    for (let i = 0; i < udpSockets.length; i++) udpSockets[i].close();
    this.shutdown.start(limitNs);
  }

  /**
   * Drains when standard input ends: where a program sees no signals, as under wasmtime, that is the way to tell it. What comes before
   * is discarded.
   */
  drainAtInputEnd(): void {
    new InputEnd(this.reactor).start();
  }

  private get waitNs(): i64 {
    if (this.pool.hasWork) return 0;
    let waitNs = FOREVER;
    for (let i = 0; i < this.servers.length; i++) waitNs = min(waitNs, this.servers[i].waitNs);
    return waitNs;
  }

  private resumeAccepting(): void {
    for (let i = 0; i < this.servers.length; i++) this.servers[i].resumeAccepting();
  }
}

function areOpen(listeners: TcpListener[]): bool {
  for (let i = 0; i < listeners.length; i++) if (!listeners[i].isOpen) return false;
  return listeners.length > 0;
}
