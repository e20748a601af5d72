/**
 * wasi:sockets/udp@0.2.0.
 *
 * stream's result<tuple<incoming-datagram-stream, outgoing-datagram-stream>, error-code>: +0 failed, +4 incoming, +8 outgoing.
 * Drop order: pollables, then both streams, then the socket, or the host traps.
 */
import { theNetwork, Network } from './instance-network';
import { RESULT } from './memory';
import { IpSocketAddress, addressResult, callWithAddress, unitResult, wideResult } from './network';
import { WOULD_BLOCK } from './outcomes';
import { Pollable, blockOn, dropPollable } from './poll';
import { IncomingDatagrams, OutgoingDatagrams } from './udp-datagrams';

export * from './udp-datagrams';
export * from './udp-options';

/** A UDP socket of the host's; negative: an outcome. */
export type UdpSocket = i32;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.start-bind')
declare function startBindImport(
  self: UdpSocket,
  network: Network,
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


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.finish-bind')
declare function finishBindImport(self: UdpSocket, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.stream')
declare function streamImport(
  self: UdpSocket,
  isConnected: i32,
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


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.local-address')
declare function localAddressImport(self: UdpSocket, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.remote-address')
declare function remoteAddressImport(self: UdpSocket, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.subscribe')
declare function subscribeImport(self: UdpSocket): Pollable;


@external('wasi:sockets/udp@0.2.0', '[resource-drop]udp-socket')
declare function dropSocketImport(self: UdpSocket): void;

/** After `finish-bind`: whether it has to be asked again, once the socket is ready for that. */
function isPending(socket: UdpSocket): bool {
  if (unitResult() != WOULD_BLOCK) return false;
  const pollable = subscribeImport(socket);
  blockOn(pollable);
  dropPollable(pollable);
  return true;
}

/**
 * Binds; where that takes time, the whole instance waits.
 *
 * Returns 0, or ACCESS_DENIED, ADDRESS_IN_USE, ADDRESS_NOT_BINDABLE, INVALID_ARGUMENT or INVALID_STATE (bound before).
 */
export function bindUdp(socket: UdpSocket, address: IpSocketAddress): i32 {
  callWithAddress(startBindImport, socket, theNetwork(), address);
  const failed = unitResult();
  if (failed != 0) return failed;
  do finishBindImport(socket, RESULT);
  while (isPending(socket));
  return unitResult();
}

/** What `openDatagrams` made, until its next call. */
export let openedIncoming: IncomingDatagrams = 0;
/** What `openDatagrams` made, until its next call. */
export let openedOutgoing: OutgoingDatagrams = 0;

/**
 * Opens a bound socket for datagrams: to and from `remote` alone, or with null any peer. Earlier streams were dropped before.
 *
 * Returns 0 (the streams are in `openedIncoming` and `openedOutgoing`), or INVALID_ARGUMENT (no address to send to, or of the
 * other family), INVALID_STATE (not bound), REMOTE_UNREACHABLE, CONNECTION_REFUSED or ADDRESS_IN_USE.
 */
export function openDatagrams(socket: UdpSocket, remote: IpSocketAddress | null): i32 {
  if (remote == null) streamImport(socket, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, RESULT);
  else callWithAddress(streamImport, socket, 1, remote);
  const failed = wideResult();
  if (failed != 0) return failed;
  openedIncoming = load<i32>(RESULT, 4);
  openedOutgoing = load<i32>(RESULT, 8);
  return 0;
}

/** Reads the socket's own address. Returns 0 or INVALID_STATE (not bound). */
export function udpLocalAddress(socket: UdpSocket, into: IpSocketAddress): i32 {
  localAddressImport(socket, RESULT);
  const failed = wideResult();
  if (failed == 0) addressResult(into);
  return failed;
}

/** Reads whom the socket was opened for. Returns 0 or INVALID_STATE (any peer). */
export function udpRemoteAddress(socket: UdpSocket, into: IpSocketAddress): i32 {
  remoteAddressImport(socket, RESULT);
  const failed = wideResult();
  if (failed == 0) addressResult(into);
  return failed;
}

/** Closes the socket; its streams went before. */
export function dropUdp(socket: UdpSocket): void {
  dropSocketImport(socket);
}
