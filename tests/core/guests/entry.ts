/** What the tests of the core reach it by: numbers, strings and arrays only. */
import { VERSION } from '../../../assembly/cli/command';
import { ServerOptions } from '../../../assembly/cli/server-options';
import { isPathBelow, normalized, pathWithin as normalizedWithin } from '../../../assembly/files/path';
import { IPV4, SocketAddress } from '../../../assembly/net';
import { Endpoint } from '../../../assembly/net/endpoint';
import { describe } from '../../../assembly/net/outcomes';
import { parseDecimal, parseIpAddress } from '../../../assembly/net/parse-address';
import { formatNumber } from '../../../assembly/wasi/abi/text';

export { describe, formatNumber, isPathBelow, parseDecimal };
export * from './buffers';
export * from './garbage';
export * from './reach';
export * from './registry';
export * from './static-files';
export * from './words';

/** The version that servers say. */
export function version(): string {
  return VERSION;
}

/** Family, port and as many parts as the family has; empty when it is no address. */
export function parseAddress(host: string, port: i32): i32[] {
  const address = parseIpAddress(host, <u16>port);
  if (address == null) return [];
  const fields = [address.family, <i32>address.port];
  for (let i = 0; i < (address.family == IPV4 ? 4 : 8); i++) fields.push(address.parts[i]);
  return fields;
}

export function formatAddress(family: i32, port: i32, parts: i32[], scopeId: i32): string {
  const address = new SocketAddress();
  address.family = family;
  address.port = <u16>port;
  address.scopeId = scopeId;
  for (let i = 0; i < parts.length; i++) address.parts[i] = <u16>parts[i];
  return address.toString();
}

export function loopback(family: i32, port: i32): string {
  return SocketAddress.loopback(family, <u16>port).toString();
}

/** What is left of a path below a folder; null: it is not below. */
export function pathWithin(folder: string, path: string): string | null {
  return normalizedWithin(normalized(folder), normalized(path));
}

/** Whether addresses, written as hosts, are equal; the first is copied, and changed after. */
export function areEqual(host: string, port: i32, otherHost: string, otherPort: i32): bool {
  const address = parseIpAddress(host, <u16>port)!;
  const copy = address.copy();
  address.parts[0]++;
  address.port++;
  return copy.equals(parseIpAddress(otherHost, <u16>otherPort)!);
}

let options: ServerOptions = new ServerOptions();

/** Reads a command line, name first, and returns what is wrong with it. */
export function readOptions(args: string[], defaultPort: i32): string {
  options = new ServerOptions();
  options.read(args, defaultPort);
  return options.problem;
}

/** The addresses of the last command line, two of an endpoint joined by `+`. */
export function endpoints(): string[] {
  return options.endpoints.map<string>((endpoint: Endpoint): string => {
    const second = endpoint.second;
    return endpoint.address.toString() + (second == null ? '' : '+' + second.toString());
  });
}

/** The switches of the last command line that are on. */
export function switches(): string {
  return (
    (options.quiet ? 'quiet ' : '') + (options.help ? 'help ' : '') + (options.version ? 'version ' : '')
  );
}

export function maxConnections(): i32 {
  return options.maxConnections;
}
