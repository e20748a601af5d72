import { SocketAddress, IPV4, IPV6, parseDecimal, parseIpAddress } from '../net';

/**
 * Connections that a server holds at most, and by default. Each takes up to five of the 100,000 handles that wasmtime gives a
 * component before it traps.
 */
export const MOST_CONNECTIONS: i32 = 16384;

/** One `--listen`: an address, or two for `localhost`, to be bound to the same port. */
export class Endpoint {
  constructor(
    /** As the user wrote it. */
    readonly text: string,
    readonly addresses: SocketAddress[],
  ) {}
}

/** What a server's command line says. */
export class ServerOptions {
  endpoints: Endpoint[] = [];
  maxConnections: i32 = MOST_CONNECTIONS;
  quiet: bool = false;
  help: bool = false;
  version: bool = false;
  /** What is wrong with the command line, in one line; empty: nothing. */
  problem: string = '';
}

/** Reads the arguments (without the program's name); `defaultPort` is listened on at localhost when no `--listen` is given. */
export function parseServerOptions(args: string[], defaultPort: i32): ServerOptions {
  const options = new ServerOptions();
  for (let i = 0; i < args.length && options.problem.length == 0; i++) {
    const equals = args[i].indexOf('=');
    const isFlag = args[i].startsWith('--');
    const name = isFlag && equals > 0 ? args[i].substring(0, equals) : args[i];
    if (name == '--listen' || name == '--max-connections') {
      const isNext = name.length == args[i].length;
      if (isNext && ++i == args.length) options.problem = `${name} needs a value`;
      else applyValue(options, name, isNext ? args[i] : args[i].substring(equals + 1));
    } else applySwitch(options, args[i]);
  }
  if (options.endpoints.length == 0) {
    options.endpoints.push(new Endpoint(`localhost:${defaultPort}`, localhost(<u16>defaultPort)));
  }
  return options;
}

function applySwitch(options: ServerOptions, arg: string): void {
  if (arg == '--quiet') options.quiet = true;
  else if (arg == '--help') options.help = true;
  else if (arg == '--version') options.version = true;
  else if (arg.startsWith('-')) options.problem = `unknown option ${arg}`;
  else options.problem = `unexpected argument ${arg.length == 0 ? "''" : arg}`;
}

function applyValue(options: ServerOptions, name: string, value: string): void {
  if (name == '--listen') {
    const endpoint = parseEndpoint(value, options);
    if (endpoint != null) options.endpoints.push(endpoint);
    return;
  }
  const count = parseDecimal(value, MOST_CONNECTIONS);
  if (count > 0) options.maxConnections = count;
  else options.problem = `--max-connections ${value}: expected a number from 1 to ${MOST_CONNECTIONS}`;
}

/** Reads HOST:PORT, [IPV6]:PORT or localhost:PORT; else null and the problem is set. */
function parseEndpoint(text: string, options: ServerOptions): Endpoint | null {
  const colon = text.lastIndexOf(':');
  const host = colon < 0 ? '' : text.substring(0, colon);
  if (host.length == 0 || colon == text.length - 1) {
    options.problem = `--listen ${text}: expected HOST:PORT, such as 127.0.0.1:9001, [::1]:9001 or localhost:0`;
    return null;
  }
  const port = parseDecimal(text.substring(colon + 1), 65535);
  if (port < 0) {
    options.problem = `--listen ${text}: the port must be a number from 0 (any free port) to 65535`;
    return null;
  }
  if (host == 'localhost') return new Endpoint(text, localhost(<u16>port));
  const isBracketed = host.startsWith('[') && host.endsWith(']');
  const address = parseIpAddress(isBracketed ? host.substring(1, host.length - 1) : host, <u16>port);
  if (address == null || isBracketed != (address.family == IPV6)) {
    options.problem = `--listen ${text}: HOST must be an IPv4 address, an IPv6 address in brackets, or localhost`;
    return null;
  }
  return new Endpoint(text, [address]);
}

/** IPv6 sockets take no IPv4 connections on any host, so `localhost` is two addresses. */
function localhost(port: u16): SocketAddress[] {
  return [SocketAddress.loopback(IPV4, port), SocketAddress.loopback(IPV6, port)];
}
