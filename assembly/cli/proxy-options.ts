import { hostOf } from '../http/client/http-url';
import { EventLoop, LoopOptions } from '../loop';
import { Endpoint, parseDecimal } from '../net';
import {
  BALANCE_LEAST_CONNECTIONS,
  BALANCE_ROUND_ROBIN,
  BALANCE_SOURCE_HASH,
  HealthCheckOptions,
  MAX_UPSTREAMS,
  ProxyOptions,
  SessionLog,
  UpstreamName,
} from '../proxy';
import { PROXY_V1, PROXY_V2 } from '../proxy-protocol';
import { MAX_CONNECTIONS } from '../selectors';
import { formatNumber } from '../wasi';
import { log } from './log';
import { LOOP_HELP, LoopServerOptions } from './server-options';

const MAX_PORT: i32 = 65535;
/** Each client takes a second connection; the rest is for health checks. */
const MAX_CLIENTS: i32 = MAX_CONNECTIONS / 2 - MAX_UPSTREAMS;
const MAX_CHECKS: i32 = 1000;
const MAX_PATH_LENGTH: i32 = 1024;

/** The lines of `--help` about the options of a proxy. */
export const PROXY_HELP: string =
  `  --upstream HOST:PORT where clients are connected to; may be repeated, or have several between commas. HOST: an address, or a
                       name: all its addresses are upstreams
  --balance HOW        round-robin, the default; least-connections; or source-hash: by the client's address
  --connect-timeout S  an upstream may take S seconds to connect, then the next one is tried; also how long a client waits for
                       an upstream with room; default 5
  --max-upstream-connections N
                       connections to each upstream; more clients wait
  --health-check HOW   check upstreams, and leave out those that are down: tcp, which connects, or /PATH, which is asked for by HTTP
  --health-interval S  every S seconds; default 2
  --health-rise N      up after N checks that passed; default 2
  --health-fall N      down after N checks that failed; default 3
  --listen-websocket HOST:PORT
                       bridge WebSockets there to upstreams: binary messages, subprotocol binary; may be repeated. With it, --listen has no default
  --websocket-origin ORIGIN
                       pages that may do so, such as https://example.com; may be repeated; *: any page, and other clients
  --send-proxy V       tell upstreams, and checks too, who a client is: a PROXY header of version v1 or v2 before its bytes
  --log-format FORMAT  a line for each client that is gone, on standard output: text, json or off; default text, with --quiet off
` + LOOP_HELP;

/** The options of the command line of a proxy. */
export class ProxyServerOptions extends LoopServerOptions {
  /** Options for the proxy. */
  readonly proxy: ProxyOptions = new ProxyOptions();
  /** Where to listen for WebSockets. */
  readonly webSocketEndpoints: Endpoint[] = [];
  /** The origins of pages whose WebSockets are bridged; empty: all. */
  webSocketOrigins: string[] = [];
  private takesAnyOrigin: bool = false;
  private readonly check: HealthCheckOptions = new HealthCheckOptions();
  private logFormat: string = '';

  constructor() {
    super();
    this.mostConnections = this.maxConnections = MAX_CLIENTS;
    this.accept.connection = this.proxy.connection;
    this.proxy.log = log;
  }

  read(args: string[], defaultPort: i32): void {
    super.read(args, defaultPort);
    const proxy = this.proxy;
    const connection = proxy.connection;
    connection.writeNs = connection.idleNs;
    this.addOwn(this.endpoints);
    this.addOwn(this.webSocketEndpoints);
    if (this.problem.length > 0 || this.help || this.version) return;
    if (proxy.upstreams.length == 0) this.problem = '--upstream HOST:PORT is missing';
    if (proxy.upstreams.length > MAX_UPSTREAMS)
      this.problem = '--upstream: there may be ' + formatNumber(MAX_UPSTREAMS) + ' at most';
    if (this.takesAnyOrigin) this.webSocketOrigins = [];
    else if (this.webSocketEndpoints.length > 0 && this.webSocketOrigins.length == 0)
      this.problem =
        '--websocket-origin ORIGIN is missing: --listen-websocket needs the origins of pages that may connect, or * for all';
  }

  /** Options for the loop: it also connects to upstreams. */
  get loop(): LoopOptions {
    const options = super.loop;
    options.maxClients = this.maxConnections;
    options.maxConnections = MAX_CONNECTIONS;
    return options;
  }

  /** Makes the log of sessions; null: there is none. */
  sessionLog(loop: EventLoop): SessionLog | null {
    const isOff = this.logFormat == 'off' || (this.quiet && this.logFormat.length == 0);
    return isOff ? null : new SessionLog(loop, this.logFormat == 'json');
  }

  protected get needsDefault(): bool {
    return super.needsDefault && this.webSocketEndpoints.length == 0;
  }

  protected takesMany(name: string): bool {
    return name == '--upstream' || super.takesMany(name);
  }

  protected takesValue(name: string): bool {
    return (
      name == '--upstream' ||
      name == '--balance' ||
      name == '--connect-timeout' ||
      name == '--max-upstream-connections' ||
      name == '--health-check' ||
      name == '--health-interval' ||
      name == '--health-rise' ||
      name == '--health-fall' ||
      name == '--listen-websocket' ||
      name == '--websocket-origin' ||
      name == '--send-proxy' ||
      name == '--log-format' ||
      super.takesValue(name)
    );
  }

  protected applyValue(name: string, value: string): void {
    const proxy = this.proxy;
    if (name == '--upstream') this.applyUpstreams(value);
    else if (name == '--balance') this.applyBalance(value);
    else if (name == '--connect-timeout') proxy.connection.connectNs = this.parseLimit(name, value);
    else if (name == '--max-upstream-connections')
      proxy.maxUpstreamConnections = this.parseCount(name, value, MAX_CONNECTIONS);
    else if (name == '--health-check') this.applyHealthCheck(value);
    else if (name == '--health-interval') this.check.intervalNs = this.parseLimit(name, value);
    else if (name == '--health-rise') this.check.rise = this.parseCount(name, value, MAX_CHECKS);
    else if (name == '--health-fall') this.check.fall = this.parseCount(name, value, MAX_CHECKS);
    else if (name == '--listen-websocket') this.applyListenWebSocket(name, value);
    else if (name == '--websocket-origin') this.applyOrigins(name, value);
    else if (name == '--send-proxy') this.applySendProxy(value);
    else if (name == '--log-format') this.applyLogFormat(value);
    else super.applyValue(name, value);
  }

  private applyUpstreams(value: string): void {
    const texts = value.split(',');
    for (let i = 0; i < texts.length && this.problem.length == 0; i++) {
      const text = texts[i];
      const colon = text.lastIndexOf(':');
      const place = text.substring(0, max(colon, 0));
      const host = place.startsWith('[') && !place.endsWith(']') ? '' : hostOf(place);
      const port = parseDecimal(text.substring(colon + 1), MAX_PORT);
      if (host.length > 0 && port > 0) this.proxy.upstreams.push(new UpstreamName(host, <u16>port));
      else
        this.problem =
          '--upstream ' +
          text +
          ': expected HOST:PORT, such as 10.0.0.1:80, [2001:db8::1]:80 or example.com:80, with a port from 1 to 65535';
    }
  }

  /** Takes note of where the proxy listens itself. */
  private addOwn(endpoints: Endpoint[]): void {
    const own = this.proxy.ownAddresses;
    for (let i = 0; i < endpoints.length; i++) {
      const second = endpoints[i].second;
      own.push(endpoints[i].address);
      if (second != null) own.push(second);
    }
  }

  private applyListenWebSocket(name: string, value: string): void {
    const texts = value.split(',');
    for (let i = 0; i < texts.length && this.problem.length == 0; i++) {
      const endpoint = this.parseEndpoint(name + ' ' + texts[i] + ': ', texts[i]);
      if (endpoint != null) this.webSocketEndpoints.push(endpoint);
    }
  }

  private applyOrigins(name: string, value: string): void {
    const texts = value.split(',');
    for (let i = 0; i < texts.length; i++) {
      const text = texts[i];
      if (text == '*') this.takesAnyOrigin = true;
      else if (isOrigin(text)) this.webSocketOrigins.push(text);
      else this.problem = name + ' ' + text + ': expected an origin, such as https://example.com, or *';
    }
  }

  private applyBalance(value: string): void {
    const proxy = this.proxy;
    if (value == 'round-robin') proxy.balance = BALANCE_ROUND_ROBIN;
    else if (value == 'least-connections') proxy.balance = BALANCE_LEAST_CONNECTIONS;
    else if (value == 'source-hash') proxy.balance = BALANCE_SOURCE_HASH;
    else this.problem = '--balance ' + value + ': expected round-robin, least-connections or source-hash';
  }

  private applySendProxy(value: string): void {
    if (value == 'v1') this.proxy.sendProxy = PROXY_V1;
    else if (value == 'v2') this.proxy.sendProxy = PROXY_V2;
    else this.problem = '--send-proxy ' + value + ': expected v1 or v2';
  }

  private applyHealthCheck(value: string): void {
    this.proxy.healthCheck = this.check;
    this.check.path = value == 'tcp' ? '' : value;
    if (value != 'tcp' && !isPath(value))
      this.problem = '--health-check ' + value + ': expected tcp, or a path such as /healthz';
  }

  private applyLogFormat(value: string): void {
    this.logFormat = value;
    if (value != 'text' && value != 'json' && value != 'off')
      this.problem = '--log-format ' + value + ': expected text, json or off';
  }

  private parseCount(name: string, value: string, most: i32): i32 {
    const count = parseDecimal(value, most);
    if (count <= 0) this.problem = name + ' ' + value + ': expected a number from 1 to ' + formatNumber(most);
    return count;
  }
}

/** Whether browsers could send a text as the origin of a page: a scheme, a host, perhaps a port, and no path. */
function isOrigin(text: string): bool {
  const host = text.indexOf('://') + 3;
  return host > 3 && host < text.length && text.indexOf('/', host) < 0 && text.toLowerCase() == text;
}

/** Whether a text can be the target of a request as it is: visible ASCII that begins with a slash. */
function isPath(text: string): bool {
  if (!text.startsWith('/') || text.length > MAX_PATH_LENGTH) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= 0x20 || unit >= 0x7f) return false;
  }
  return true;
}
