import { Bytes, NEW_SOCKET_LIMIT, StandardInput, TcpListener, TcpStream, UdpSocket } from '../net';
import { DefaultSelector, EVENT_READ, FOREVER, ReadyList, Selector } from '../selectors';
import { nowNs } from '../wasi';
import { Channel } from './channel';
import { Connection } from './connection';
import { ConnectionHandler, ServerHandler } from './connection-handler';
import { ConnectionOptions } from './connection-options';
import { ConnectionQuota } from './connection-quota';
import { ConnectionSet } from './connection-set';
import { Connector } from './connector';
import { Counters } from './counters';
import { DatagramHandler, DatagramOptions, DatagramSocket } from './datagram-socket';
import { Drain } from './drain';
import { InputEnd } from './input-end';
import { Lingering } from './lingering';
import { LoopOptions } from './loop-options';
import { AcceptOptions, Server } from './server';
import { TimerHeap } from './timer-heap';
import { TimerTask } from './timer-task';
import { WorkList } from './work-list';

/** Waits for everything at once and calls who is concerned, one after the other: nothing that it calls may wait by itself. */
export class EventLoop {
  /** The time at which this turn began or `select` returned, in nanoseconds of the host's clock. */
  nowNs: i64 = nowNs();
  /** What it has done so far. */
  readonly counters: Counters = new Counters();

  /** What was asked of it. */
  readonly options: LoopOptions;

  // The rest is for the loop's own parts.
  /** How many connections there are and may be. */
  readonly quota: ConnectionQuota;
  /** The connections. */
  readonly connections: ConnectionSet;
  /** What it waits with. */
  readonly selector: Selector<Channel> = new DefaultSelector<Channel>();
  /** To be flushed. */
  readonly changed: WorkList = new WorkList();
  /** To be settled. */
  readonly leaving: WorkList = new WorkList();
  /** What is received lies here, until the next is. */
  readonly buffer: StaticArray<u8> = new StaticArray<u8>(65536);
  /** The same as handlers see it. */
  readonly data: Bytes = new Bytes(new StaticArray<u8>(0), 0, 0);
  private timers: TimerHeap = new TimerHeap();
  private servers: Server[] = [];
  private datagrams: DatagramSocket[] = [];
  private lingering!: Lingering;
  private drains!: Drain;

  constructor(options: LoopOptions = new LoopOptions()) {
    this.options = options;
    this.quota = new ConnectionQuota(options.maxConnections);
    this.connections = new ConnectionSet(options.bufferedBytes, options.limitBytes);
    this.lingering = new Lingering(this);
    this.drains = new Drain(this);
  }

  /** Takes turns until nothing is left to wait for, or a drain has come to its end. */
  run(): void {
    while (this.isAlive) this.turn();
    this.drains.report();
  }

  /** One turn; waits in `select` until something is ready or a task is due. */
  turn(): void {
    this.runTimers();
    this.flush();
    this.dispatch(this.select());
    this.settle();
  }

  /** Whether there is anything to wait for or to do. */
  get isAlive(): bool {
    if (this.hasWork) return true;
    if (this.drains.isDraining) return this.connections.length > 0;
    for (let i = 0; i < this.servers.length; i++) if (this.servers[i].isPaused) return true;
    return this.timers.length > 0 || this.selector.getMap().size > this.lingering.count;
  }

  /** Serves the clients of listeners, which it takes over. */
  serve(
    listeners: TcpListener[],
    handler: ServerHandler,
    options: AcceptOptions = new AcceptOptions(),
  ): Server {
    const server = new Server(this, listeners, handler, options);
    this.servers.push(server);
    return server;
  }

  /**
   * Connects to a name or an IP address (IPv6 without brackets). Its handler's `onOpen` says that it is there, `onError` that it
   * failed: NEW_SOCKET_LIMIT at the limit of connections, TIMEOUT, or what `NameLookup.next` and `TcpStream.finishConnect` know. What is
   * written before is sent then.
   */
  connect(
    host: string,
    port: u16,
    handler: ConnectionHandler,
    options: ConnectionOptions = new ConnectionOptions(),
  ): Connection {
    const connection = new Connection(this, options);
    connection.handler = handler;
    const isFull = this.quota.isFull;
    this.quota.count++;
    if (isFull) connection.fail(NEW_SOCKET_LIMIT);
    else connection.connector = new Connector(connection, host, port);
    return connection;
  }

  /** Exchanges datagrams by a socket that is open, which it takes over. */
  exchange(
    socket: UdpSocket,
    handler: DatagramHandler,
    options: DatagramOptions = new DatagramOptions(),
  ): DatagramSocket {
    const datagrams = new DatagramSocket(this, socket, handler, options);
    this.datagrams.push(datagrams);
    return datagrams;
  }

  /** Schedules a task to run once, in `delayNs` nanoseconds; one that is scheduled already, anew. */
  schedule(task: TimerTask, delayNs: i64): void {
    const now = nowNs(); // not the turn's: it would run early by what the turn has lasted
    this.timers.add(task, now + min(max(delayNs, 0), FOREVER - now), 0);
  }

  /** Schedules a task to run every `intervalNs` nanoseconds, at least one, until it is cancelled. */
  scheduleEvery(task: TimerTask, intervalNs: i64): void {
    const now = nowNs();
    const interval = min(max(intervalNs, 1), FOREVER - now);
    this.timers.add(task, now + interval, interval);
  }

  /** Schedules a task to run once, at a time of the loop's clock. */
  scheduleAt(task: TimerTask, dueNs: i64): void {
    this.timers.add(task, max(dueNs, this.nowNs), 0);
  }

  /** Takes a task back; harmless when it is not scheduled. */
  cancel(task: TimerTask): void {
    this.timers.remove(task);
  }

  /**
   * Stops listening and exchanging datagrams, and lets each connection finish (`ConnectionHandler.onDrain`); those that have not after
   * `limitNs` nanoseconds are aborted. Then `run` returns, whatever tasks are scheduled. A second call changes nothing.
   */
  drain(limitNs: i64 = this.options.drainNs): void {
    if (this.drains.isDraining) return;
    for (let i = 0; i < this.servers.length; i++) this.servers[i].close();
    for (let i = 0; i < this.datagrams.length; i++) this.datagrams[i].close();
    this.drains.start(limitNs);
  }

  /** Drains when standard input ends: where a program sees no signals, as under wasmtime, that is the way to tell it. What comes before is read and thrown away. */
  drainAtInputEnd(): void {
    const input = new StandardInput();
    this.selector.register(input, EVENT_READ, new InputEnd(this, input));
  }

  /** Closes the stream of a connection that is over, as soon as the host lets go of it. For the loop's own parts. */
  letGo(stream: TcpStream): void {
    this.lingering.close(stream);
  }

  private get hasWork(): bool {
    return this.changed.length > 0 || this.leaving.length > 0;
  }

  private runTimers(): void {
    this.nowNs = nowNs();
    this.timers.run(this.nowNs);
  }

  private flush(): void {
    const changed = this.changed.take();
    for (let i = 0; i < changed.length; i++) changed[i].flush();
  }

  private select(): ReadyList<Channel> {
    let waitNs = max(this.timers.nextNs - this.nowNs, 0);
    if (this.timers.length == 0) waitNs = FOREVER;
    for (let i = 0; i < this.servers.length; i++) waitNs = min(waitNs, this.servers[i].waitNs);
    const ready = this.selector.select(this.hasWork ? 0 : waitNs);
    this.nowNs = nowNs();
    this.counters.turns++;
    return ready;
  }

  /** Each ready one gets its turn, and no more of it than its budget; what an earlier one has unregistered is passed over. */
  private dispatch(ready: ReadyList<Channel>): void {
    for (let i = 0; i < ready.length; i++) {
      const key = ready.key(i);
      if (key.registered) key.data.handle(key.object, ready.mask(i));
    }
  }

  private settle(): void {
    const leaving = this.leaving.take();
    for (let i = 0; i < leaving.length; i++) leaving[i].settle();
    for (let i = 0; i < this.servers.length; i++) this.servers[i].turn();
  }
}
