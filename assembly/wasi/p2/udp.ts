/**
 * wasi:sockets/udp@0.2.0 and udp-create-socket@0.2.0: a socket's life, addresses and options.
 *
 * The result of an option, result<T, error-code>: +0 failed; the value or code follows at T's alignment: u8 +1, u64 +8.
 * stream's result<tuple<incoming-datagram-stream, outgoing-datagram-stream>, error-code>: +0 failed, +4 incoming, +8 outgoing.
 * Drop order: pollables, then both streams, then the socket, or the host traps.
 */
import { IpSocketAddress } from '../abi/addresses';
import { RESULT } from '../abi/memory';
import { HOP_LIMIT, RECEIVE_BUFFER_BYTES, SEND_BUFFER_BYTES } from '../abi/options';
import { INVALID_ARGUMENT, NOT_SUPPORTED, WOULD_BLOCK } from '../abi/outcomes';
import {
  Network,
  addressResult,
  byteResult,
  callWithAddress,
  getNetwork,
  longResult,
  unitResult,
  wideResult,
} from './network';
import { Pollable, blockOn, dropPollable } from './poll';
import { IncomingDatagrams, OutgoingDatagrams } from './udp-datagrams';

/** The handle of a `udp-socket`; negative: an outcome. */
export type UdpSocket = i32;

// create-udp-socket: func(address-family) -> result<own<udp-socket>, error-code>
@external('wasi:sockets/udp-create-socket@0.2.0', 'create-udp-socket')
declare function createUdpSocketImport(family: i32, result: usize): void;


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


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.unicast-hop-limit')
declare function getHopLimit(self: UdpSocket, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.set-unicast-hop-limit')
declare function setHopLimit(self: UdpSocket, value: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.receive-buffer-size')
declare function getReceiveBuffer(self: UdpSocket, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.set-receive-buffer-size')
declare function setReceiveBuffer(self: UdpSocket, value: u64, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.send-buffer-size')
declare function getSendBuffer(self: UdpSocket, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.set-send-buffer-size')
declare function setSendBuffer(self: UdpSocket, value: u64, result: usize): void;

/**
 * Makes a socket of the family (`IPV4` or `IPV6`).
 *
 * Returns it, or ACCESS_DENIED (the host grants no network), NOT_SUPPORTED (no such family) or NEW_SOCKET_LIMIT.
 */
export function createUdpSocket(family: i32): UdpSocket {
  createUdpSocketImport(family, RESULT);
  const failed = wideResult();
  return failed != 0 ? failed : load<i32>(RESULT, 4);
}

/** Reads the result of `finish-bind`. Returns whether to call it again, after waiting until the socket is ready. */
function isPending(socket: UdpSocket): bool {
  if (unitResult() != WOULD_BLOCK) return false;
  const pollable = subscribeImport(socket);
  blockOn(pollable);
  dropPollable(pollable);
  return true;
}

/**
 * Binds, and blocks the whole instance until that is done.
 *
 * Returns 0, or ACCESS_DENIED, ADDRESS_IN_USE, ADDRESS_NOT_BINDABLE, INVALID_ARGUMENT or INVALID_STATE (bound before).
 */
export function bindUdp(socket: UdpSocket, address: IpSocketAddress): i32 {
  callWithAddress(startBindImport, socket, getNetwork(), address);
  const failed = unitResult();
  if (failed != 0) return failed;
  do finishBindImport(socket, RESULT);
  while (isPending(socket));
  return unitResult();
}

/** The receiving side that `openDatagrams` opened last. */
export let openedIncoming: IncomingDatagrams = 0;
/** The sending side that `openDatagrams` opened last. */
export let openedOutgoing: OutgoingDatagrams = 0;

/**
 * Opens a bound socket for datagrams to and from `remote` only, or with null any peer, after earlier streams were dropped.
 *
 * Returns 0 (the streams are in `openedIncoming` and `openedOutgoing`), or INVALID_ARGUMENT (not an address to send to, or
 * of the other family), INVALID_STATE (not bound), REMOTE_UNREACHABLE, CONNECTION_REFUSED or ADDRESS_IN_USE.
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

/** Reads the peer that the socket was opened for. Returns 0 or INVALID_STATE (any peer). */
export function udpRemoteAddress(socket: UdpSocket, into: IpSocketAddress): i32 {
  remoteAddressImport(socket, RESULT);
  const failed = wideResult();
  if (failed == 0) addressResult(into);
  return failed;
}

/** Drops the socket, after its streams. */
export function dropUdp(socket: UdpSocket): void {
  dropSocketImport(socket);
}

/**
 * Sets HOP_LIMIT, RECEIVE_BUFFER_BYTES or SEND_BUFFER_BYTES.
 *
 * Returns 0, or INVALID_ARGUMENT (0, or too large), INVALID_STATE or NOT_SUPPORTED (another option).
 */
export function setUdpOption(socket: UdpSocket, option: i32, value: i64): i32 {
  if (value < 0 || (option == HOP_LIMIT && value > <i64>u8.MAX_VALUE)) return INVALID_ARGUMENT;
  if (option == HOP_LIMIT) setHopLimit(socket, <i32>value, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) setReceiveBuffer(socket, value, RESULT);
  else if (option == SEND_BUFFER_BYTES) setSendBuffer(socket, value, RESULT);
  else return NOT_SUPPORTED;
  return unitResult();
}

/** Returns the value of an option; negative: INVALID_STATE or NOT_SUPPORTED. */
export function getUdpOption(socket: UdpSocket, option: i32): i64 {
  if (option == HOP_LIMIT) getHopLimit(socket, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) getReceiveBuffer(socket, RESULT);
  else if (option == SEND_BUFFER_BYTES) getSendBuffer(socket, RESULT);
  else return NOT_SUPPORTED;
  return option == HOP_LIMIT ? byteResult() : longResult();
}
