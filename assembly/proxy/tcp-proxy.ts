import { WebSocketHandler } from '../http';
import { Connection, ConnectionHandler, EventLoop, ServerHandler } from '../loop';
import { SessionBridge } from './bridged-session';
import { Dispatcher } from './dispatcher';
import { HealthChecker, HealthOwner } from './health-checker';
import { ProxyOptions } from './options';
import { ProxyMetrics } from './proxy-metrics';
import { Resolver, ResolverOwner } from './resolver';
import { Session } from './session';
import { UpstreamSet } from './upstream-set';

/**
 * Connects each client to an upstream, and passes on what they send, both ways: open it, and serve it by `EventLoop.serveWith`. It is
 * for one server, and ends with it.
 */
export class TcpProxy extends ServerHandler implements ResolverOwner, HealthOwner {
  /** Its upstreams. */
  readonly upstreams: UpstreamSet = new UpstreamSet();
  /** What it tells of itself by `/metrics`. */
  metrics!: ProxyMetrics;
  private dispatcher!: Dispatcher;
  private resolver!: Resolver;
  private checker: HealthChecker | null = null;

  constructor(
    private loop: EventLoop,
    options: ProxyOptions,
  ) {
    super();
    const check = options.healthCheck;
    this.dispatcher = new Dispatcher(loop, options, this.upstreams);
    this.metrics = new ProxyMetrics(this.dispatcher, this.upstreams);
    this.resolver = new Resolver(loop, options, this.upstreams, this);
    if (check != null) this.checker = new HealthChecker(loop, options, check, this.upstreams, this);
  }

  /**
   * Finds its upstreams: the loop takes turns until each name has been looked up. Then it begins to check them.
   *
   * Returns what is wrong with one of them, in one line, such as that there is no such name; empty: nothing.
   */
  open(): string {
    const checker = this.checker;
    this.resolver.start();
    while (!this.resolver.hasAnswers) this.loop.turn();
    if (checker != null && this.resolver.problem.length == 0) checker.start();
    return this.resolver.problem;
  }

  onAccept(client: Connection): ConnectionHandler {
    return new Session(this.loop, this.dispatcher);
  }

  /** Makes the handler of a client's WebSocket, which is bridged to an upstream: see `WebSocketBridge`. */
  bridge(): WebSocketHandler {
    return new SessionBridge(this.loop, this.dispatcher);
  }

  onClose(): void {
    const checker = this.checker;
    if (checker != null) checker.stop();
    this.resolver.stop();
    this.dispatcher.close();
  }

  onUpstreams(): void {
    this.dispatcher.onRoom();
  }

  onUp(): void {
    this.dispatcher.onRoom();
  }
}
