import { TcpListener } from '../net';
import { FOREVER } from '../selectors';
import { ConnectionPool } from './connection-pool';
import { Counters } from './counters';
import { LoopState } from './loop-state';
import { AcceptOptions, LoopOptions } from './options';
import { Reactor } from './reactor';
import { Shutdown } from './shutdown';
import { TcpServer } from './tcp-server';
import { Server, ServerHandler } from './transport';

/** Servers and connections that have their bounds, and their drain, together. */
export class ServerGroup {
  /** The connections. */
  readonly pool: ConnectionPool;
  private servers: TcpServer[] = [];
  private shutdown!: Shutdown;

  constructor(
    private reactor: Reactor,
    private options: LoopOptions,
    counters: Counters,
  ) {
    this.pool = new ConnectionPool(reactor, options, counters);
    this.shutdown = new Shutdown(reactor, this.pool, options);
  }

  /** How many servers are open. */
  get serverCount(): i32 {
    return this.servers.length;
  }

  /** Whether there is something to do, now or after a while, though nothing may be registered. */
  get hasWork(): bool {
    if (this.pool.hasWork) return true;
    for (let i = 0; i < this.servers.length; i++) if (this.servers[i].isPaused) return true;
    return false;
  }

  /** Whether a drain has begun. */
  get isDraining(): bool {
    return this.shutdown.isDraining;
  }

  /** Whether a drain has come to its end. */
  get hasDrained(): bool {
    return this.isDraining && this.pool.length == 0;
  }

  /** How long a turn may wait at most. */
  get waitNs(): i64 {
    if (this.pool.hasWork) return 0;
    let waitNs = FOREVER;
    for (let i = 0; i < this.servers.length; i++) waitNs = min(waitNs, this.servers[i].waitNs);
    return waitNs;
  }

  /** Looks at how its connections are, and the loop. */
  observe(): LoopState {
    const reactor = this.reactor;
    const pool = this.pool;
    const state = new LoopState(this.options.maxConnections, reactor.turnTimes);
    state.lingering = pool.lingeringStreams;
    state.bufferedBytes = pool.bufferedBytes;
    state.registeredObjects = reactor.selector.getMap().size;
    state.scheduledTasks = reactor.timers.length;
    for (let i = 0; i < pool.length; i++) {
      const connection = pool.at(i);
      if (connection.isConnecting) state.connecting++;
      else if (connection.isOpen) state.open++;
      else if (connection.isLingering || connection.isClosed) state.lingering++;
      else state.closing++;
    }
    return state;
  }

  /** Serves the clients of listeners that are open, which it takes over. */
  serve(listeners: TcpListener[], handler: ServerHandler, options: AcceptOptions): Server {
    return new TcpServer(
      this.reactor,
      this.pool,
      listeners,
      handler,
      options,
      this.options.log,
      this.servers,
    );
  }

  /** Ends a turn: finalizes connections that have closed, and accepts again where there is capacity. */
  endTurn(): void {
    this.pool.finalizeClosed();
    for (let i = 0; i < this.servers.length; i++) this.servers[i].resumeAccepting();
  }

  /** Closes the servers and lets each connection finish, within `limitNs` nanoseconds. A second call changes nothing. */
  drain(limitNs: i64 = this.options.drainNs): void {
    if (this.isDraining) return;
    this.shutdown.isDraining = true;
    while (this.servers.length > 0) this.servers[this.servers.length - 1].close();
    this.shutdown.start(limitNs);
  }

  /** Logs what the drain came to, once. */
  report(): void {
    this.shutdown.report();
  }
}
