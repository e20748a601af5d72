import { IPV4, IpSocketAddress, formatNumber } from '../wasi';

/** An IP address and a port. */
export class SocketAddress extends IpSocketAddress {
  /** Makes the loopback address: 127.0.0.1 or ::1. */
  static loopback(family: i32, port: u16): SocketAddress {
    const address = new SocketAddress();
    address.family = family;
    address.port = port;
    if (family == IPV4) address.parts[0] = 127;
    address.parts[family == IPV4 ? 3 : 7] = 1;
    return address;
  }

  /** Makes the address that stands for all addresses of this machine: 0.0.0.0 or ::. */
  static unspecified(family: i32, port: u16): SocketAddress {
    const address = new SocketAddress();
    address.family = family;
    address.port = port;
    return address;
  }

  /** Makes a copy, which does not change when this address does. */
  copy(): SocketAddress {
    const address = SocketAddress.unspecified(this.family, this.port);
    for (let i = 0; i < 8; i++) address.parts[i] = this.parts[i];
    address.flowInfo = this.flowInfo;
    address.scopeId = this.scopeId;
    return address;
  }

  /** Whether the other address has the same family, host, port and scope. */
  equals(other: SocketAddress): bool {
    for (let i = 0; i < 8; i++) if (this.parts[i] != other.parts[i]) return false;
    return this.family == other.family && this.port == other.port && this.scopeId == other.scopeId;
  }

  /** Whether a socket that listens here leaves no place for one that listens there. */
  overlaps(other: SocketAddress): bool {
    if (this.port == 0 || this.port != other.port || this.family != other.family) return false;
    return this.isUnspecified || other.isUnspecified || this.equals(other);
  }

  /** Whether it stands for all addresses of this machine. */
  get isUnspecified(): bool {
    for (let i = 0; i < 8; i++) if (this.parts[i] != 0) return false;
    return true;
  }

  /** Its IP address, as `127.0.0.1` or, by RFC 5952, `2001:db8::1`. */
  get host(): string {
    return this.family == IPV4 ? formatIpv4(this.parts) : formatIpv6(this.parts, this.scopeId);
  }

  /** Formats it as `127.0.0.1:9001` or `[2001:db8::1]:9001`. */
  toString(): string {
    const host = this.family == IPV4 ? this.host : '[' + this.host + ']';
    return host + ':' + formatNumber(this.port);
  }
}

function formatIpv4(octets: StaticArray<u16>): string {
  let text = formatNumber(octets[0]);
  for (let i = 1; i < 4; i++) text += '.' + formatNumber(octets[i]);
  return text;
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::`. */
function formatIpv6(groups: StaticArray<u16>, scopeId: u32): string {
  let gap = 8;
  let gapLength = 1;
  for (let i = 0, length = 0; i < 8; i++) {
    length = groups[i] == 0 ? length + 1 : 0;
    if (length > gapLength) {
      gap = i + 1 - length;
      gapLength = length;
    }
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i == gap) text += '::';
    if (i >= gap && i < gap + gapLength) continue;
    if (i > 0 && i != gap + gapLength) text += ':';
    text += formatNumber(groups[i], 16);
  }
  return scopeId == 0 ? text : text + '%' + formatNumber(scopeId);
}
