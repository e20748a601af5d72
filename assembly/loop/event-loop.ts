import { Endpoint, INVALID_ARGUMENT, INVALID_STATE, TcpListener, UdpSocket, openEndpoint } from '../net';
import { AddressLookup, LookupHandler } from './address-lookup';
import { Counters } from './counters';
import { UdpDatagramSocket } from './datagram-socket';
import { checkListeners } from './listeners';
import { LoopState } from './loop-state';
import { AcceptOptions, ConnectionOptions, DatagramOptions, LoopOptions } from './options';
import { Reactor } from './reactor';
import { ServerGroup } from './server-group';
import { ServerGroups } from './server-groups';
import { InputEnd } from './shutdown';
import { TcpConnection } from './tcp-connection';
import { FunctionHandler } from './tcp-server';
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
  private main!: ServerGroup;
  private groups!: ServerGroups;
  private udpSockets: Set<DatagramSocket> = new Set<DatagramSocket>(); // the base class: programs without UDP carry no code for it

  constructor(
    /** Its bounds. */
    readonly options: LoopOptions = new LoopOptions(),
  ) {
    this.main = new ServerGroup(this.reactor, options, this.reactor.counters);
    this.groups = new ServerGroups(this.main);
  }

  /** Takes turns until nothing is left to wait for, or a drain has come to its end. */
  run(): void {
    while (this.isAlive) this.turn();
    this.main.report();
  }

  /** Takes one turn; waits until something is ready or a task is due. */
  turn(): void {
    this.reactor.runTimers();
    this.groups.flush();
    this.reactor.dispatch(this.reactor.select(this.groups.waitNs));
    if (this.reactor.isDrainRequested) this.drain();
    this.groups.endTurn();
  }

  /** Whether `run` has anything left to wait for or to do. */
  get isAlive(): bool {
    if (this.groups.hasWork) return true;
    if (this.isDraining) return !this.groups.haveDrained;
    const registered = this.reactor.selector.getMap().size;
    return this.reactor.timers.length > 0 || registered > this.groups.lingeringStreams;
  }

  /** Whether a drain has begun: nothing new is accepted, opened or connected any more. */
  get isDraining(): bool {
    return this.main.isDraining;
  }

  /** The time at which this turn began or its waiting ended, in nanoseconds of the host's clock; 0 before the first turn. */
  get nowNs(): i64 {
    return this.reactor.nowNs;
  }

  /** What it has done so far. */
  get counters(): Counters {
    return this.reactor.counters;
  }

  /** Looks at how it is: see `LoopState`. */
  observe(): LoopState {
    return this.main.observe();
  }

  /** How many connections there are: accepted, connecting and closing ones. */
  get connectionCount(): i32 {
    return this.main.pool.length;
  }

  /** How many servers are open. */
  get serverCount(): i32 {
    return this.main.serverCount;
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
    return this.takeListeners(listeners) ? this.main.serve(listeners, handler, options) : null;
  }

  /**
   * Like `serveWith`, apart from all else: within bounds of its own (`bounds`), not counted in `counters`, and through a drain. Only when
   * everything else has drained this server closes, and its connections are told so (`ConnectionHandler.onDrain`). For what
   * watches a program.
   */
  serveApart(
    listeners: TcpListener[],
    handler: ServerHandler,
    bounds: LoopOptions,
    options: AcceptOptions = new AcceptOptions(),
  ): Server | null {
    if (!this.takeListeners(listeners)) return null;
    const group = new ServerGroup(this.reactor, bounds, new Counters());
    this.groups.add(group);
    return group.serve(listeners, handler, options);
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
    const connection = new TcpConnection(this.reactor, this.main.pool, options);
    connection.handler = handler;
    if (this.isDraining) connection.refuse();
    else connection.connect(host, port);
    return connection;
  }

  /**
   * Looks up the addresses of a name, which get `port`; of an IP address, itself. `handler` is called once, in a later turn: but not when
   * a drain has come to its end before. Python's `loop.getaddrinfo`.
   */
  lookUp(host: string, port: u16, handler: LookupHandler): void {
    new AddressLookup(this.reactor, handler, host, port).start();
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
    this.main.drain(limitNs);
    const udpSockets = this.udpSockets.values();
    for (let i = 0; i < udpSockets.length; i++) udpSockets[i].close();
    this.groups.continueDrain();
  }

  /** Drains when standard input ends, by which programs are told that see no signals, as under wasmtime. What comes before is discarded. */
  drainAtInputEnd(): void {
    new InputEnd(this.reactor).start();
  }

  /** Whether listeners can be served; if not, they are closed. */
  private takeListeners(listeners: TcpListener[]): bool {
    this.lastError = checkListeners(listeners, this.isDraining);
    return this.lastError == 0;
  }
}
