import { IPV6, parseDecimal, parseIpAddress } from '../net';
import { formatNumber } from '../wasi';

const DEFAULT_PORT: i32 = 4222;
const SCHEME: string = 'nats://';
/** The longest name: RFC 1035, section 2.3.4. */
const MAX_HOST_LENGTH: i32 = 253;

/** Where a server is. */
export class NatsServer {
  constructor(
    /** A name or an IP address, without brackets. */
    readonly host: string,
    /** Its port. */
    readonly port: u16,
  ) {}

  /** Reads HOST:PORT, [IPV6]:PORT or the same without the port, which is 4222 then; `nats://` may stand before. Null: it is none of them. */
  static parse(text: string): NatsServer | null {
    const start = text.startsWith(SCHEME) ? SCHEME.length : 0;
    const bracket = text.indexOf(']', start);
    const colon = text.indexOf(':', max(bracket, start));
    const end = colon < 0 ? text.length : colon;
    const port = colon < 0 ? DEFAULT_PORT : parseDecimal(text.substring(colon + 1), 65535);
    if (port <= 0) return null;
    const isBracketed = bracket == end - 1 && text.charCodeAt(start) == 0x5b;
    const host = isBracketed ? text.substring(start + 1, bracket) : text.substring(start, end);
    const address = parseIpAddress(host, 0);
    const isIpv6 = address != null && address.family == IPV6;
    return isIpv6 == isBracketed && isHost(host) ? new NatsServer(host, <u16>port) : null;
  }

  /** Whether the other one is at the same place. */
  equals(other: NatsServer): bool {
    return this.port == other.port && this.host == other.host;
  }

  /** Writes HOST:PORT, or [IPV6]:PORT. */
  toString(): string {
    const isIpv6 = this.host.includes(':');
    return (isIpv6 ? '[' + this.host + ']' : this.host) + ':' + formatNumber(this.port);
  }
}

/** The servers that a client may connect to, in turn: those that it was given, and those that a server has named. */
export class ServerList {
  private given: NatsServer[] = [];
  private learnt: NatsServer[] = [];
  private nextIndex: i32 = 0;

  constructor(private maxServers: i32) {}

  /** How many there are. */
  get length(): i32 {
    return this.given.length + this.learnt.length;
  }

  /** Adds one that the client was given. */
  add(server: NatsServer): void {
    this.given.push(server);
  }

  /** Has these in place of those that a server has named before; as many as there is room for. */
  learn(urls: string[]): void {
    this.learnt.length = 0;
    for (let i = 0; i < urls.length && this.length < this.maxServers; i++) {
      const server = NatsServer.parse(urls[i]);
      if (server != null && !has(this.given, server) && !has(this.learnt, server)) this.learnt.push(server);
    }
  }

  /** Gives the next one. There must be one. */
  next(): NatsServer {
    const index = this.nextIndex % this.length;
    this.nextIndex = index + 1;
    return index < this.given.length ? this.given[index] : this.learnt[index - this.given.length];
  }
}

function has(servers: NatsServer[], server: NatsServer): bool {
  for (let i = 0; i < servers.length; i++) if (servers[i].equals(server)) return true;
  return false;
}

/** Whether a text has only what names and addresses have. */
function isHost(text: string): bool {
  if (text.length == 0 || text.length > MAX_HOST_LENGTH) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const letter = (unit | 0x20) - 0x61;
    const isLetter = letter >= 0 && letter < 26;
    if (!isLetter && !(unit >= 0x2d && unit <= 0x3a && unit != 0x2f) && unit != 0x5f) return false; // - . 0 to 9 : _
  }
  return true;
}
