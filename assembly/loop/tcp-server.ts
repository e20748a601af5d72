import { Bytes, Selectable, SocketAddress, TcpListener, TcpStream } from '../net';
import { ACCEPT_BUDGET, Acceptor } from '../selectors/acceptor';
import { formatNumber } from '../wasi';
import { ConnectionPool } from './connection-pool';
import { AcceptOptions, WHEN_FULL_REFUSE } from './options';
import { Channel, Reactor } from './reactor';
import { TcpConnection } from './tcp-connection';
import { AcceptFunction, Connection, ConnectionHandler, Server, ServerHandler } from './transport';

/** Lets a function make the handlers. */
export class FunctionHandler extends ServerHandler {
  constructor(private accept: AcceptFunction) {
    super();
  }

  onAccept(connection: Connection): ConnectionHandler | null {
    return this.accept(connection);
  }
}

/** The handler of a client that is refused. */
class RefusedHandler extends ConnectionHandler {
  onData(data: Bytes): void {}
}

/** Accepts clients at listeners: the one implementation of `Server`. */
export class TcpServer extends Server implements Channel {
  private acceptor!: Acceptor<Channel>;
  private isClosed: bool = false;
  private hasRefused: bool = false;

  constructor(
    private reactor: Reactor,
    private pool: ConnectionPool,
    private listeners: TcpListener[],
    private handler: ServerHandler,
    private options: AcceptOptions,
    private log: (line: string) => void,
    /** The open servers of the loop, of which it is one until it closes. */
    private servers: TcpServer[],
  ) {
    super();
    this.acceptor = new Acceptor<Channel>(reactor.selector, listeners, pool.quota, this, log, options.filter);
    servers.push(this);
  }

  get isOpen(): bool {
    return !this.isClosed;
  }

  get addresses(): SocketAddress[] {
    const addresses: SocketAddress[] = [];
    for (let i = 0; i < this.listeners.length; i++)
      if (this.listeners[i].isOpen) addresses.push(this.listeners[i].localAddress);
    return addresses;
  }

  /** How long the loop may wait at most before it calls `resumeAccepting`. */
  get waitNs(): i64 {
    return this.acceptor.waitNs;
  }

  /** Whether it listens again after a while, though no listener is registered. */
  get isPaused(): bool {
    return this.acceptor.isPaused;
  }

  handle(object: Selectable, mask: i32): void {
    while (!this.mustRefuse(object)) {
      const stream = this.acceptor.accept(object);
      if (stream == null) break;
      this.accept(stream);
    }
    if (this.mustRefuse(object)) this.refuseMany(object as TcpListener);
    if (this.acceptor.isDraining) this.reactor.isDrainRequested = true;
  }

  /** Accepts again when there is capacity again. Called once a turn. */
  resumeAccepting(): void {
    if (this.hasRefused && !this.pool.quota.isFullForClients) this.hasRefused = false;
    this.acceptor.turn();
    this.countRefused();
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.servers.splice(this.servers.indexOf(this), 1);
    this.acceptor.close();
    this.countRefused();
    this.handler.onClose();
  }

  /** Counts those whom the filter has refused. */
  private countRefused(): void {
    this.pool.counters.refused += this.acceptor.refused;
    this.acceptor.refused = 0;
  }

  /** Whether clients at an object are too many. Who was held counts already, and is served. */
  private mustRefuse(object: Selectable): bool {
    const isListener = object instanceof TcpListener;
    return isListener && this.options.whenFull == WHEN_FULL_REFUSE && this.pool.quota.isFullForClients;
  }

  private accept(stream: TcpStream): void {
    const connection = new TcpConnection(this.reactor, this.pool, this.options.connection);
    this.pool.counters.accepted++;
    connection.attach(stream);
    const handler = this.handler.onAccept(connection);
    connection.handler = handler != null ? handler : new RefusedHandler();
    if (handler != null) return connection.start();
    connection.abort();
    this.pool.counters.refused++;
  }

  private refuseMany(listener: TcpListener): void {
    for (let i = 0; i < ACCEPT_BUDGET; i++) {
      const stream = listener.accept();
      if (stream == null) return;
      this.pool.quota.count++; // until the host has no more bytes of it
      this.pool.closeWhenFlushed(stream);
      this.pool.counters.refused++;
      if (!this.hasRefused)
        this.log(
          'Limit of ' +
            formatNumber(this.pool.quota.clientLimit) +
            ' connections reached: new clients are refused',
        );
      this.hasRefused = true;
    }
  }
}
