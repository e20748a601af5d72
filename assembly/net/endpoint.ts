import { IPV4, IPV6 } from '../wasi/abi/addresses';
import { ADDRESS_IN_USE, ADDRESS_NOT_BINDABLE, NOT_SUPPORTED } from '../wasi/abi/outcomes';
import { SocketAddress } from './address';
import { parseIpAddress } from './parse-address';
import { Selectable } from './selectable';
import { TcpListener } from './tcp-listener';
import { UdpSocket } from './udp-socket';

/** The port that one address got may be taken on the other: how often another is tried. */
const TRIES: i32 = 16;

/** Where to listen: an address, and for `localhost` a second one that gets the same port. */
export class Endpoint {
  /** The address that could not be listened on, when `openEndpoint` has failed. */
  failedAddress: SocketAddress | null = null;

  constructor(
    /** Where to listen first; port 0 is any free one. */
    readonly address: SocketAddress,
    /** Where else, at the port that the first one got; null: nowhere. */
    readonly second: SocketAddress | null,
  ) {}

  /** Makes the one of `localhost`. IPv6 sockets take no IPv4 connections on any host, so that is two addresses. */
  static localhost(port: u16): Endpoint {
    return new Endpoint(SocketAddress.loopback(IPV4, port), SocketAddress.loopback(IPV6, port));
  }

  /** Makes the one of an IP address (IPv6 without brackets) or `localhost`. Null: `host` is neither. */
  static parse(host: string, port: u16): Endpoint | null {
    if (host == 'localhost') return Endpoint.localhost(port);
    const address = parseIpAddress(host, port);
    return address == null ? null : new Endpoint(address, null);
  }

  /** Whether one of its addresses is at the same port as one of the other's, where only one socket can listen. */
  overlaps(other: Endpoint): bool {
    return overlapsOne(this.address, other) || overlapsOne(this.second, other);
  }
}

function overlapsOne(address: SocketAddress | null, other: Endpoint): bool {
  const second = other.second;
  if (address == null) return false;
  return address.overlaps(other.address) || (second != null && address.overlaps(second));
}

/**
 * Opens a listener or a UDP socket (`S`) for each address of an endpoint and adds them to `sockets`. A machine without IPv6 has no ::1:
 * then `localhost` is 127.0.0.1.
 *
 * Returns 0, or what `TcpListener.listen` or `UdpSocket.bind` returns; then none is open, and `failedAddress` says where that was.
 */
export function openEndpoint<S extends Selectable>(endpoint: Endpoint, sockets: S[]): i32 {
  let tries = 0;
  while (true) {
    const socket = instantiate<S>();
    const outcome = open<S>(socket, endpoint.address);
    if (outcome != 0) return fail(endpoint, endpoint.address, outcome);
    const second = endpoint.second;
    const partner = instantiate<S>();
    let partnerOutcome = NOT_SUPPORTED;
    if (second != null) {
      second.port = localAddressOf<S>(socket).port;
      partnerOutcome = open<S>(partner, second);
    }
    if (partnerOutcome == 0 || partnerOutcome == NOT_SUPPORTED || partnerOutcome == ADDRESS_NOT_BINDABLE) {
      sockets.push(socket);
      if (partner.isOpen) sockets.push(partner);
      return 0;
    }
    socket.close();
    const isRetried = partnerOutcome == ADDRESS_IN_USE && endpoint.address.port == 0 && ++tries < TRIES;
    if (!isRetried) return fail(endpoint, second!, partnerOutcome);
  }
}

function fail(endpoint: Endpoint, address: SocketAddress, outcome: i32): i32 {
  endpoint.failedAddress = address;
  return outcome;
}

/** Gives the address of a listener or a UDP socket. */
export function localAddressOf<S extends Selectable>(socket: S): SocketAddress {
  if (socket instanceof TcpListener) return (socket as TcpListener).localAddress;
  return (socket as Selectable as UdpSocket).localAddress;
}

function open<S extends Selectable>(socket: S, address: SocketAddress): i32 {
  if (socket instanceof TcpListener) return (socket as TcpListener).listen(address);
  return (socket as Selectable as UdpSocket).bind(address);
}
