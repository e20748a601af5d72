import { IPV4, IPV6, IpSocketAddress } from '../wasi/network';

export { IPV4, IPV6 };

/** An IP address and a port. */
export class SocketAddress extends IpSocketAddress {
  /** Makes the address of this machine itself: 127.0.0.1 or ::1. */
  static loopback(family: i32, port: u16): SocketAddress {
    const address = new SocketAddress();
    address.family = family;
    address.port = port;
    if (family == IPV4) address.parts[0] = 127;
    address.parts[family == IPV4 ? 3 : 7] = 1;
    return address;
  }

  /** Writes it as `127.0.0.1:9001` or, after RFC 5952, `[2001:db8::1]:9001`. */
  toString(): string {
    const port = this.port.toString();
    return this.family == IPV4 ? `${formatIpv4(this.parts)}:${port}` : `[${this.formatIpv6()}]:${port}`;
  }

  private formatIpv6(): string {
    const text = formatGroups(this.parts);
    return this.scopeId == 0 ? text : `${text}%${this.scopeId}`;
  }
}

function formatIpv4(octets: StaticArray<u16>): string {
  return `${octets[0]}.${octets[1]}.${octets[2]}.${octets[3]}`;
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::`. */
function formatGroups(groups: StaticArray<u16>): string {
  let runStart = -1;
  let runLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] == 0) length++;
    if (length > runLength) {
      runStart = i;
      runLength = length;
    }
    if (length > 0) i += length - 1;
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i == runStart) {
      text += '::';
      i += runLength - 1;
    } else {
      if (i > 0 && !text.endsWith(':')) text += ':';
      text += groups[i].toString(16);
    }
  }
  return text;
}
