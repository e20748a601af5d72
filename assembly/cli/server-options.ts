import { AcceptOptions, LoopOptions, WHEN_FULL_REFUSE } from '../loop';
import { Endpoint, IPV6, parseDecimal } from '../net';
import { Networks, ProxyHeaderFilter } from '../proxy-protocol';
import { AcceptFilter, MAX_CONNECTIONS } from '../selectors';
import { formatNumber } from '../wasi';
import { readEnvironment } from './environment';
import { log } from './log';

const SECOND_NS: i64 = 1_000_000_000;
/** A day: longer than anybody waits, and short enough to be counted. */
const MAX_SECONDS: i32 = 86_400;

/** The lines of `--help` about the further options of a TCP server. */
export const TCP_HELP: string = `  --accept-proxy FROM  take clients at FROM for proxies, which must begin with a PROXY header; FROM: addresses or networks,
                       such as 10.0.0.0/8,::1; may be repeated
`;

/** The lines of `--help` about the further options of a server on the event loop. */
export const LOOP_HELP: string =
  TCP_HELP +
  `  --refuse             at that limit: close new connections at once instead of letting them wait
  --idle-timeout S     close a connection on which nothing has passed for S seconds; 0, the default: never
  --drain-timeout S    let connections finish for S seconds when the server drains; default 8
  --drain-on-eof       drain when standard input ends
  --admin HOST:PORT    there, apart from clients: /healthz, /readyz, /metrics, and POST /drain, which answers when drained
`;

/** The options of a server's command line. */
export class ServerOptions {
  /** Where to listen. */
  endpoints: Endpoint[] = [];
  /** Where the admin server listens; null: there is none. */
  admin: Endpoint | null = null;
  /** Clients served at once. */
  maxConnections: i32 = MAX_CONNECTIONS;
  /** The most of them that may be asked for. */
  mostConnections: i32 = MAX_CONNECTIONS;
  /** Whether clients that connect and disconnect are not logged. */
  quiet: bool = false;
  /** Whether help is asked for, and nothing else. */
  help: bool = false;
  /** Whether the version is asked for, and nothing else. */
  version: bool = false;
  /** What is wrong with the command line, in one line; empty: nothing. */
  problem: string = '';

  /** Reads the arguments after the program's name; without `--listen`, localhost at `defaultPort` is listened on. */
  read(args: string[], defaultPort: i32): void {
    for (let i = 1; i < args.length && this.problem.length == 0; i++) {
      const arg = args[i];
      const equals = arg.indexOf('=');
      const name = equals > 0 ? arg.substring(0, equals) : arg;
      if (!this.takesValue(name)) this.applySwitch(arg);
      else if (equals > 0) this.applyValue(name, arg.substring(equals + 1));
      else if (++i < args.length) this.applyValue(name, args[i]);
      else this.problem = name + ' needs a value';
    }
    if (this.needsDefault) this.endpoints.push(Endpoint.localhost(<u16>defaultPort));
    const admin = this.admin;
    if (admin == null) return;
    for (let i = 0; i < this.endpoints.length; i++)
      if (admin.overlaps(this.endpoints[i]))
        this.problem =
          '--admin ' +
          admin.address.toString() +
          ': clients have that address; choose another for one of both';
  }

  /** Whether nothing says where to listen. */
  protected get needsDefault(): bool {
    return this.endpoints.length == 0;
  }

  /** Whether an option of that name has a value. */
  protected takesValue(name: string): bool {
    return name == '--listen' || name == '--max-connections' || name == '--admin';
  }

  /** Whether an option may be repeated: in the environment its values have commas between them. */
  protected takesMany(name: string): bool {
    return name == '--listen';
  }

  /** Applies an option without a value, or says what is wrong with it. */
  protected applySwitch(arg: string): void {
    if (arg == '--quiet') this.quiet = true;
    else if (arg == '--help' || arg == '-h') this.help = true;
    else if (arg == '--version' || arg == '-V') this.version = true;
    else this.problem = (arg.startsWith('-') ? 'unknown option ' : 'unexpected argument ') + arg;
  }

  /** Applies an option with a value, or says what is wrong with it. */
  protected applyValue(name: string, value: string): void {
    const what = name + ' ' + value + ': ';
    if (name != '--max-connections') {
      const endpoint = this.parseEndpoint(what, value);
      if (endpoint == null) return;
      if (name == '--admin') this.admin = endpoint;
      else this.endpoints.push(endpoint);
    } else {
      this.maxConnections = parseDecimal(value, this.mostConnections);
      if (this.maxConnections <= 0) {
        this.problem = what + 'expected a number from 1 to ' + formatNumber(this.mostConnections);
      }
    }
  }

  /** Reads HOST:PORT, [IPV6]:PORT or localhost:PORT. Null: it is none, and the problem, which begins with `what`, says why. */
  protected parseEndpoint(what: string, text: string): Endpoint | null {
    const colon = text.lastIndexOf(':');
    if (colon <= 0 || colon == text.length - 1) {
      this.problem = what + 'expected HOST:PORT, such as 127.0.0.1:9001, [::1]:9001 or localhost:0';
      return null;
    }
    const port = parseDecimal(text.substring(colon + 1), 65535);
    const host = text.substring(0, colon);
    const isBracketed = host.startsWith('[') && host.endsWith(']');
    const endpoint = Endpoint.parse(isBracketed ? host.substring(1, colon - 1) : host, <u16>port);
    if (port < 0) this.problem = what + 'the port must be a number from 0 (any free port) to 65535';
    else if (endpoint == null || isBracketed != (endpoint.address.family == IPV6))
      this.problem = what + 'HOST must be an IPv4 address, an IPv6 address in brackets, or localhost';
    else return endpoint;
    return null;
  }
}

/** The options of the command line of a TCP server. */
export class TcpServerOptions extends ServerOptions {
  private proxies: Networks = new Networks();

  /** Has the proxies in front say for whom they connect; null: there are none. */
  get filter(): AcceptFilter | null {
    return this.proxies.isEmpty ? null : new ProxyHeaderFilter(this.proxies);
  }

  protected takesMany(name: string): bool {
    return name == '--accept-proxy' || super.takesMany(name);
  }

  protected takesValue(name: string): bool {
    return name == '--accept-proxy' || super.takesValue(name);
  }

  protected applyValue(name: string, value: string): void {
    if (name != '--accept-proxy') super.applyValue(name, value);
    else if (!this.proxies.add(value))
      this.problem = name + ' ' + value + ': expected addresses or networks, such as 10.0.0.0/8,::1';
  }
}

/** The options of the command line of a server on the event loop. */
export class LoopServerOptions extends TcpServerOptions {
  /** Options for `EventLoop.serve`. */
  accept: AcceptOptions = new AcceptOptions();
  /** Whether to drain at the end of standard input. */
  drainsAtInputEnd: bool = false;
  private drainNs: i64 = 8 * SECOND_NS;

  /** Reads the environment first: what the command line says as well counts. */
  read(args: string[], defaultPort: i32): void {
    super.read(this.withVariables(args), defaultPort);
    this.accept.filter = this.filter;
  }

  /** Options for the loop. */
  get loop(): LoopOptions {
    const options = new LoopOptions();
    options.maxConnections = this.maxConnections;
    options.drainNs = this.drainNs;
    options.log = log;
    return options;
  }

  protected takesValue(name: string): bool {
    return name == '--idle-timeout' || name == '--drain-timeout' || super.takesValue(name);
  }

  protected applySwitch(arg: string): void {
    if (arg == '--refuse') this.accept.whenFull = WHEN_FULL_REFUSE;
    else if (arg == '--drain-on-eof') this.drainsAtInputEnd = true;
    else super.applySwitch(arg);
  }

  protected applyValue(name: string, value: string): void {
    const isIdle = name == '--idle-timeout';
    if (!isIdle && name != '--drain-timeout') return super.applyValue(name, value);
    const limitNs = this.parseSeconds(name, value);
    if (!isIdle) this.drainNs = limitNs;
    else if (limitNs > 0) this.accept.connection.idleNs = limitNs;
  }

  /** Puts the options that the environment sets behind the program's name, but for those that may be repeated where the command line has some. */
  private withVariables(args: string[]): string[] {
    const all = args.slice(0, 1);
    const variables = readEnvironment();
    for (let i = 0; i < variables.length; i++) {
      const option = variables[i].option;
      const value = variables[i].value;
      if (this.takesMany(option)) {
        if (hasOption(args, option)) continue;
        const values = value.split(',');
        for (let j = 0; j < values.length; j++) all.push(option + '=' + values[j]);
      } else if (this.takesValue(option)) all.push(option + '=' + value);
      else if (value == '1' || value == 'true') all.push(option);
      else if (value != '0' && value != 'false' && value.length > 0) all.push(option + '=' + value);
    }
    return all.concat(args.slice(1));
  }

  /** Like `parseSeconds`, of a limit: 0 would end everything at once. */
  protected parseLimit(name: string, value: string): i64 {
    const limitNs = this.parseSeconds(name, value);
    if (limitNs == 0) this.problem = name + ' 0: expected a number of seconds from 1 to 86400';
    return max(limitNs, SECOND_NS);
  }

  /** Returns a number of seconds, in nanoseconds, or says what is wrong with it. */
  protected parseSeconds(name: string, value: string): i64 {
    const seconds = parseDecimal(value, MAX_SECONDS);
    if (seconds < 0) this.problem = name + ' ' + value + ': expected a number of seconds from 0 to 86400';
    return seconds * SECOND_NS;
  }
}

function hasOption(args: string[], option: string): bool {
  for (let i = 1; i < args.length; i++)
    if (args[i] == option || args[i].startsWith(option + '=')) return true;
  return false;
}
