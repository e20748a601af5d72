import { ClientOptions, HttpClient } from '../http';
import { ConnectionOptions, EventLoop, TimerTask } from '../loop';
import { Bytes } from '../net';
import { localProxyHeader } from '../proxy-protocol';
import { ConnectCheck, HealthCheckOwner, HttpCheck } from './health-check';
import { HealthCheckOptions, ProxyOptions } from './options';
import { Upstream } from './upstream';
import { UpstreamSet } from './upstream-set';

const SECOND_NS: i64 = 1_000_000_000;

/** Is told when an upstream is up again. */
export interface HealthOwner {
  /** One more is up. */
  onUp(): void;
}

/** Checks all upstreams again and again, and says so when one of them is down, or up again. */
export class HealthChecker extends TimerTask implements HealthCheckOwner {
  private readonly connection: ConnectionOptions = new ConnectionOptions();
  /** Upstreams that are told of clients expect it of checks too. */
  private preface: Bytes | null = null;
  private client!: HttpClient;

  constructor(
    private loop: EventLoop,
    private options: ProxyOptions,
    private check: HealthCheckOptions,
    private upstreams: UpstreamSet,
    private owner: HealthOwner,
  ) {
    super();
    const client = new ClientOptions();
    this.connection.connectNs = min(check.intervalNs, options.connection.connectNs);
    this.connection.lingerNs = SECOND_NS;
    client.connection.connectNs = this.connection.connectNs;
    client.totalTimeoutNs = check.intervalNs;
    if (options.sendProxy != 0) client.preface = this.preface = localProxyHeader(options.sendProxy);
    this.client = new HttpClient(client, loop);
  }

  /** Starts with all upstreams. */
  start(): void {
    this.loop.scheduleEvery(this, this.check.intervalNs);
    this.onTimer();
  }

  /** Ends it, and the checks under way. */
  stop(): void {
    const all = this.upstreams.all;
    this.loop.cancel(this);
    for (let i = 0; i < all.length; i++) {
      const check = all[i].check;
      if (check != null) check.cancel();
    }
  }

  onTimer(): void {
    const all = this.upstreams.all;
    for (let i = 0; i < all.length; i++) if (all[i].check == null) this.begin(all[i]);
  }

  onPass(upstream: Upstream): void {
    if (!upstream.health.pass(this.check.rise)) return;
    this.options.log('Upstream ' + upstream.text + ' is up');
    this.owner.onUp();
  }

  onFail(upstream: Upstream, why: string): void {
    if (!upstream.health.fail(this.check.fall)) return;
    const rest = this.upstreams.areAllDown ? '. None is up: clients are connected to any' : '';
    this.options.log('Upstream ' + upstream.text + ' is down: ' + why + rest);
  }

  private begin(upstream: Upstream): void {
    const path = this.check.path;
    const preface = this.preface;
    if (path.length > 0) {
      const check = new HttpCheck(this, upstream);
      upstream.check = check;
      this.client
        .get('http://' + upstream.text + path, check)
        .header('Host', upstream.name.toString())
        .header('Connection', 'close');
    } else {
      const check = new ConnectCheck(this, upstream);
      upstream.check = check;
      const connection = this.loop.connect(upstream.host, upstream.address.port, check, this.connection);
      if (preface != null) connection.write(preface);
    }
  }
}
