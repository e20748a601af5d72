import { EventLoop } from '../../loop';
import { INVALID_STATE, NEW_SOCKET_LIMIT } from '../../net';
import { ByteWriter } from '../byte-writer';
import { ClientConnection, ConnectionOwner } from './client-connection';
import { ClientExchange, ExchangeOwner } from './client-exchange';
import { HttpUrl } from './http-url';
import { ClientOptions } from './options';
import { Origin } from './origin';

/** The connections of a client, within their bounds, and the exchanges that wait for one. */
export class ClientPool implements ExchangeOwner, ConnectionOwner {
  readonly scratch: ByteWriter = new ByteWriter(4096);
  private connections: i32 = 0;
  private waiting: i32 = 0;
  private isClosed: bool = false;
  private readonly origins: Origin[] = [];

  constructor(
    private options: ClientOptions,
    private loop: EventLoop,
  ) {}

  submit(exchange: ClientExchange): void {
    const origin = this.originOf(exchange.request.location!.authority);
    origin.waiting.push(exchange);
    this.waiting++;
    this.proceed(origin);
    if (this.waiting > this.options.maxWaiting && origin.waiting.includes(exchange))
      exchange.fail(NEW_SOCKET_LIMIT);
  }

  withdraw(exchange: ClientExchange): void {
    for (let i = 0; i < this.origins.length; i++) {
      const at = this.origins[i].waiting.indexOf(exchange);
      if (at < 0) continue;
      this.origins[i].waiting.splice(at, 1);
      this.waiting--;
    }
    this.dropUnused();
  }

  release(connection: ClientConnection): void {
    if (this.isClosed || this.isNeededElsewhere()) connection.connection.abort();
    else this.originOf(connection.authority).idle.push(connection);
    this.proceedAll();
  }

  remove(connection: ClientConnection): void {
    const origin = this.originOf(connection.authority);
    origin.forget(connection);
    origin.connections--;
    this.connections--;
    this.proceedAll();
    this.dropUnused();
  }

  /** Fails what waits, lets what is under way finish, and keeps no connection from now on. */
  close(): void {
    this.isClosed = true;
    this.proceedAll();
    for (let i = 0; i < this.origins.length; i++) while (this.origins[i].dropIdle());
  }

  private proceedAll(): void {
    if (this.waiting == 0) return;
    const origins = this.origins;
    for (let i = 0; i < origins.length; i++) if (origins[i].connections == 0) this.proceed(origins[i]);
    for (let i = 0; i < origins.length; i++) this.proceed(origins[i]);
  }

  /** Gives what waits a connection each, as far as the bounds allow it. */
  private proceed(origin: Origin): void {
    const waiting = origin.waiting;
    while (waiting.length > 0) {
      const exchange = waiting[0];
      const failure = this.isClosed || this.loop.isDraining ? INVALID_STATE : exchange.request.failure;
      let connection: ClientConnection | null = null;
      if (failure == 0) {
        if (!exchange.isRetry) connection = origin.takeIdle();
        if (connection == null && this.hasRoom(origin))
          connection = this.connect(origin, exchange.request.location!);
        if (connection == null) return;
      }
      waiting.shift();
      this.waiting--;
      if (connection != null) connection.start(exchange);
      else exchange.fail(failure);
    }
  }

  private connect(origin: Origin, location: HttpUrl): ClientConnection {
    const connection = new ClientConnection(origin.authority, this.options, this);
    origin.connections++;
    this.connections++;
    const transport = this.loop.connect(location.host, location.port, connection, this.options.connection);
    const preface = this.options.preface;
    if (preface != null) transport.write(preface);
    return connection;
  }

  /** Whether one more connection is allowed. If not, one that is idle closes, and there is room in the next turn. */
  private hasRoom(origin: Origin): bool {
    if (origin.connections >= this.options.maxConnectionsPerOrigin) origin.dropIdle();
    else if (this.connections < this.options.maxConnections) return true;
    else for (let i = 0; i < this.origins.length; i++) if (this.origins[i].dropIdle()) break;
    return false;
  }

  /** Whether requests to an origin without any connection wait since there are too many to others. */
  private isNeededElsewhere(): bool {
    if (this.waiting == 0 || this.connections < this.options.maxConnections) return false;
    for (let i = 0; i < this.origins.length; i++)
      if (this.origins[i].connections == 0 && this.origins[i].waiting.length > 0) return true;
    return false;
  }

  private originOf(authority: string): Origin {
    for (let i = 0; i < this.origins.length; i++)
      if (this.origins[i].authority == authority) return this.origins[i];
    const origin = new Origin(authority);
    this.origins.push(origin);
    return origin;
  }

  private dropUnused(): void {
    for (let i = this.origins.length - 1; i >= 0; i--)
      if (this.origins[i].isUnused) this.origins.splice(i, 1);
  }
}
