import { IPV4, SocketAddress, parseDecimal, parseIpAddress } from '../net';

/** A set of IP networks, such as those of trusted proxies. */
export class Networks {
  private networks: Network[] = [];

  /** Parses a list such as `10.0.0.0/8,::1`; see `add`. Null: an item is no address and no network. */
  static parse(text: string): Networks | null {
    const networks = new Networks();
    return networks.add(text) ? networks : null;
  }

  /** Whether it has no network at all. */
  get isEmpty(): bool {
    return this.networks.length == 0;
  }

  /**
   * Adds networks from a list with commas: IP addresses (IPv6 without brackets), each with `/BITS` or as the only one of its network. Bits
   * of the address behind the first BITS do not count. Returns false, and leaves the rest, at an item that is neither.
   */
  add(text: string): bool {
    for (let start = 0, end = 0; start <= text.length; start = end + 1) {
      end = text.indexOf(',', start);
      if (end < 0) end = text.length;
      const network = parseNetwork(text.substring(start, end));
      if (network == null) return false;
      this.networks.push(network);
    }
    return true;
  }

  /** Whether an address, whatever its port, is in one of the networks. */
  contains(address: SocketAddress): bool {
    for (let i = 0; i < this.networks.length; i++) if (this.networks[i].contains(address)) return true;
    return false;
  }
}

class Network {
  constructor(
    private address: SocketAddress,
    private bits: i32,
  ) {}

  contains(other: SocketAddress): bool {
    const own = this.address;
    if (own.family != other.family) return false;
    const partBits = bitsOfPart(own);
    for (let i = 0, left = this.bits; left > 0; i++, left -= partBits) {
      const ignored = max(partBits - left, 0);
      if ((<i32>(own.parts[i] ^ other.parts[i])) >> ignored != 0) return false;
    }
    return true;
  }
}

/** Parses ADDRESS or ADDRESS/BITS. */
function parseNetwork(text: string): Network | null {
  const slash = text.indexOf('/');
  const address = parseIpAddress(slash < 0 ? text : text.substring(0, slash), 0);
  if (address == null) return null;
  const mostBits = address.family == IPV4 ? 32 : 128;
  const bits = slash < 0 ? mostBits : parseDecimal(text.substring(slash + 1), mostBits);
  return bits < 0 ? null : new Network(address, bits);
}

function bitsOfPart(address: SocketAddress): i32 {
  return address.family == IPV4 ? 8 : 16;
}
