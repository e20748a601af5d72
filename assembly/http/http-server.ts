import { Connection, ConnectionHandler, EventLoop, Server, ServerHandler } from '../loop';
import { Endpoint, INVALID_ARGUMENT, TcpListener, openEndpoint } from '../net';
import { RequestFunction } from './handlers';
import { HttpOptions } from './options';
import { RouteGroup } from './route-group';
import { ServerConnection } from './server-connection';
import { ServerContext } from './server-context';

/**
 * An HTTP/1.1 server on an event loop (RFC 9110, RFC 9112): routes, middleware, and where it listens. As in Express, a route's function
 * gets a request and its response.
 */
export class HttpServer extends RouteGroup {
  private context: ServerContext;

  constructor(options: HttpOptions = new HttpOptions(), loop: EventLoop = new EventLoop()) {
    const context = new ServerContext(options, loop);
    super(context.router, [], '', null, loop);
    this.context = context;
    context.middleware = this.middleware;
  }

  /** What is wrong with its routes, in one line; empty: nothing. */
  get problem(): string {
    return this.problems.length > 0 ? this.problems[0] : '';
  }

  /** Answers what no route is for; unless this is called, 404. */
  fallback(call: RequestFunction): void {
    this.context.fallback = call;
  }

  /** Makes the pages of the errors that the server answers itself; the response has its status already. */
  onError(call: RequestFunction): void {
    this.context.errorPage = call;
  }

  /**
   * Listens at an IP address (IPv6 without brackets) or `localhost` (127.0.0.1 and ::1, the same port), and serves. Port 0: any free
   * one, see `Server.addresses`.
   *
   * Null: a route has a `problem`, which is also logged, or the loop's `lastError` says what `EventLoop.listen` knows.
   */
  listen(host: string, port: u16): Server | null {
    const endpoint = Endpoint.parse(host, port);
    const listeners: TcpListener[] = [];
    this.loop.lastError =
      endpoint == null ? INVALID_ARGUMENT : openEndpoint<TcpListener>(endpoint, listeners);
    return this.loop.lastError == 0 ? this.serve(listeners) : null;
  }

  /** Serves at listeners, which it takes over. Null: as with `listen`; then they are closed. */
  serve(listeners: TcpListener[]): Server | null {
    const problem = this.problem;
    if (problem.length == 0)
      return this.loop.serveWith(listeners, new HttpAcceptor(this.context), this.context.options.accept);
    for (let i = 0; i < listeners.length; i++) listeners[i].close();
    this.context.options.log('http: ' + problem);
    this.loop.lastError = INVALID_ARGUMENT;
    return null;
  }

  /** Runs the loop until nothing is left to wait for, or a drain has come to its end. */
  run(): void {
    this.loop.run();
  }
}

/** Makes a handler for each connection. */
class HttpAcceptor extends ServerHandler {
  constructor(private context: ServerContext) {
    super();
  }

  onAccept(connection: Connection): ConnectionHandler {
    return new ServerConnection(this.context);
  }
}
