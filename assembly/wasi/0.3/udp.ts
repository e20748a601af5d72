/**
 * udp-socket of wasi:sockets/types@0.3.0.
 */
import { passAddress } from './flat-address';
import { RESULT } from './memory';
import { IpSocketAddress, addressResult, unitResult } from './network';
import { IncomingDatagrams, OutgoingDatagrams, openIncoming, openOutgoing } from './udp-datagrams';

export * from './udp-datagrams';
export * from './udp-options';

/** A UDP socket's handle; negative: an outcome. */
export type UdpSocket = i32;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.bind')
declare function bindImport(
  self: i32,
  which: i32,
  port: i32,
  a: i32,
  b: i32,
  c: i32,
  d: i32,
  e: i32,
  f: i32,
  g: i32,
  h: i32,
  i: i32,
  j: i32,
  result: usize,
): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.connect')
declare function connectImport(
  self: i32,
  which: i32,
  port: i32,
  a: i32,
  b: i32,
  c: i32,
  d: i32,
  e: i32,
  f: i32,
  g: i32,
  h: i32,
  i: i32,
  j: i32,
  result: usize,
): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.disconnect')
declare function disconnectImport(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.get-local-address')
declare function getLocalAddress(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.get-remote-address')
declare function getRemoteAddress(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[resource-drop]udp-socket')
declare function dropImport(self: i32): void;

/** Binds. Returns 0, or ACCESS_DENIED, ADDRESS_IN_USE, ADDRESS_NOT_BINDABLE, INVALID_ARGUMENT or INVALID_STATE. */
export function bindUdp(socket: UdpSocket, address: IpSocketAddress): i32 {
  passAddress(socket, address, bindImport);
  return unitResult();
}

/** What `openDatagrams` made, until its next call. */
export let openedIncoming: IncomingDatagrams = 0;
/** What `openDatagrams` made, until its next call. */
export let openedOutgoing: OutgoingDatagrams = 0;

/** Connects the socket to one peer, or with null to none; what was opened before was dropped. Returns 0 or a failure. */
export function openDatagrams(socket: UdpSocket, remote: IpSocketAddress | null): i32 {
  if (remote != null) {
    passAddress(socket, remote, connectImport);
    const failed = unitResult();
    if (failed != 0) return failed;
  } else disconnectImport(socket, RESULT); // one that is not connected says so: what was wanted
  openedIncoming = openIncoming(socket);
  openedOutgoing = openOutgoing(socket);
  return 0;
}

/** Reads the socket's own address. Returns 0 or INVALID_STATE. */
export function udpLocalAddress(socket: UdpSocket, into: IpSocketAddress): i32 {
  getLocalAddress(socket, RESULT);
  const failed = unitResult();
  if (failed == 0) addressResult(into);
  return failed;
}

/** Reads the connected peer's address. Returns 0 or INVALID_STATE. */
export function udpRemoteAddress(socket: UdpSocket, into: IpSocketAddress): i32 {
  getRemoteAddress(socket, RESULT);
  const failed = unitResult();
  if (failed == 0) addressResult(into);
  return failed;
}

/** Closes the socket; what was opened was dropped before. */
export function dropUdp(socket: UdpSocket): void {
  dropImport(socket);
}
