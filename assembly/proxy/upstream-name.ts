import { IPV6, parseIpAddress } from '../net';
import { formatNumber } from '../wasi';

/** Where an upstream is, as a program or a user says it. */
export class UpstreamName {
  constructor(
    /** A name, or an IP address (IPv6 without brackets). */
    readonly host: string,
    /** Its port. */
    readonly port: u16,
  ) {}

  /** Formats it as `example.com:80` or `[2001:db8::1]:80`. */
  toString(): string {
    const address = parseIpAddress(this.host, this.port);
    const host = address != null && address.family == IPV6 ? '[' + this.host + ']' : this.host;
    return host + ':' + formatNumber(this.port);
  }
}
