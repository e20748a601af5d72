import { Endpoint, IPV6, parseDecimal, parseIpAddress } from '../net';
import { MAX_CONNECTIONS } from '../selectors';
import { formatNumber } from '../wasi/text';

/** The options of a server's command line. */
export class ServerOptions {
  /** Where to listen. */
  endpoints: Endpoint[] = [];
  /** Clients served at once. */
  maxConnections: i32 = MAX_CONNECTIONS;
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
    if (this.endpoints.length == 0) this.endpoints.push(Endpoint.localhost(<u16>defaultPort));
  }

  /** Whether an option of that name has a value. */
  protected takesValue(name: string): bool {
    return name == '--listen' || name == '--max-connections';
  }

  /** Applies an option without a value, or says what is wrong with it. */
  protected applySwitch(arg: string): void {
    if (arg == '--quiet') this.quiet = true;
    else if (arg == '--help') this.help = true;
    else if (arg == '--version') this.version = true;
    else this.problem = (arg.startsWith('-') ? 'unknown option ' : 'unexpected argument ') + arg;
  }

  /** Applies an option with a value, or says what is wrong with it. */
  protected applyValue(name: string, value: string): void {
    const what = name + ' ' + value + ': ';
    if (name == '--listen') {
      const problem = this.applyListen(value);
      if (problem != null) this.problem = what + problem;
    } else {
      this.maxConnections = parseDecimal(value, MAX_CONNECTIONS);
      if (this.maxConnections <= 0) {
        this.problem = what + 'expected a number from 1 to ' + formatNumber(MAX_CONNECTIONS);
      }
    }
  }

  /** Reads HOST:PORT, [IPV6]:PORT or localhost:PORT; returns what is wrong with it, or null. */
  private applyListen(text: string): string | null {
    const colon = text.lastIndexOf(':');
    if (colon <= 0 || colon == text.length - 1) {
      return 'expected HOST:PORT, such as 127.0.0.1:9001, [::1]:9001 or localhost:0';
    }
    const port = parseDecimal(text.substring(colon + 1), 65535);
    if (port < 0) return 'the port must be a number from 0 (any free port) to 65535';
    const host = text.substring(0, colon);
    if (host == 'localhost') {
      this.endpoints.push(Endpoint.localhost(<u16>port));
      return null;
    }
    const isBracketed = host.startsWith('[') && host.endsWith(']');
    const address = parseIpAddress(isBracketed ? host.substring(1, colon - 1) : host, <u16>port);
    if (address == null || isBracketed != (address.family == IPV6)) {
      return 'HOST must be an IPv4 address, an IPv6 address in brackets, or localhost';
    }
    this.endpoints.push(new Endpoint(address, null));
    return null;
  }
}
