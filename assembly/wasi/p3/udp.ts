/** wasi:sockets/types@0.3.0: a UDP socket's life, addresses and options. */
import { IpSocketAddress } from '../abi/addresses';
import { RESULT } from '../abi/memory';
import { HOP_LIMIT, RECEIVE_BUFFER_BYTES, SEND_BUFFER_BYTES, maxOf } from '../abi/options';
import { INVALID_ARGUMENT, NOT_SUPPORTED } from '../abi/outcomes';
import { addressResult, callWithAddress, outcomeAt, unitResult } from './network';
import { IncomingDatagrams, OutgoingDatagrams, openIncoming, openOutgoing } from './udp-datagrams';

/** The handle of a `udp-socket`; negative: an outcome. */
export type UdpSocket = i32;

// [static]udp-socket.create: func(address-family) -> result<udp-socket, error-code>
@external('wasi:sockets/types@0.3.0', '[static]udp-socket.create')
declare function create(family: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.bind')
declare function bindImport(
  socket: i32,
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
  socket: i32,
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


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.get-unicast-hop-limit')
declare function getUnicastHopLimit(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.set-unicast-hop-limit')
declare function setUnicastHopLimit(self: i32, value: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.get-receive-buffer-size')
declare function getReceiveBufferSize(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.set-receive-buffer-size')
declare function setReceiveBufferSize(self: i32, value: u64, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.get-send-buffer-size')
declare function getSendBufferSize(self: i32, result: usize): void;


@external('wasi:sockets/types@0.3.0', '[method]udp-socket.set-send-buffer-size')
declare function setSendBufferSize(self: i32, value: u64, result: usize): void;

/** Makes a socket of the family (`IPV4` or `IPV6`). Returns it, or NOT_SUPPORTED (no such family) or another failure. */
export function createUdpSocket(family: i32): UdpSocket {
  create(family, RESULT);
  const failed = unitResult();
  return failed != 0 ? failed : load<i32>(RESULT, 4);
}

/** Binds. Returns 0, or ACCESS_DENIED, ADDRESS_IN_USE, ADDRESS_NOT_BINDABLE, INVALID_ARGUMENT or INVALID_STATE. */
export function bindUdp(socket: UdpSocket, address: IpSocketAddress): i32 {
  callWithAddress(bindImport, socket, address);
  return unitResult();
}

/** The receiving side that `openDatagrams` opened last. */
export let openedIncoming: IncomingDatagrams = 0;
/** The sending side that `openDatagrams` opened last. */
export let openedOutgoing: OutgoingDatagrams = 0;

/**
 * Opens a bound socket for datagrams to and from `remote` only, or with null any peer, after earlier streams were dropped.
 *
 * Returns 0 (the streams are in `openedIncoming` and `openedOutgoing`) or a failure.
 */
export function openDatagrams(socket: UdpSocket, remote: IpSocketAddress | null): i32 {
  if (remote != null) {
    callWithAddress(connectImport, socket, remote);
    const failed = unitResult();
    if (failed != 0) return failed;
  } else disconnectImport(socket, RESULT); // fails if the socket is not connected, which is what was asked for
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

/** Drops the socket, after its streams. */
export function dropUdp(socket: UdpSocket): void {
  dropImport(socket);
}

/** Sets an option: HOP_LIMIT, RECEIVE_BUFFER_BYTES or SEND_BUFFER_BYTES. Returns 0, INVALID_ARGUMENT or another failure. */
export function setUdpOption(socket: UdpSocket, option: i32, value: i64): i32 {
  if (value < 0 || value > maxOf(option)) return INVALID_ARGUMENT;
  if (option == HOP_LIMIT) setUnicastHopLimit(socket, <i32>value, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) setReceiveBufferSize(socket, value, RESULT);
  else if (option == SEND_BUFFER_BYTES) setSendBufferSize(socket, value, RESULT);
  else return NOT_SUPPORTED;
  return unitResult();
}

/** Returns the value of an option; negative: INVALID_STATE or NOT_SUPPORTED. */
export function getUdpOption(socket: UdpSocket, option: i32): i64 {
  if (option == HOP_LIMIT) getUnicastHopLimit(socket, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) getReceiveBufferSize(socket, RESULT);
  else if (option == SEND_BUFFER_BYTES) getSendBufferSize(socket, RESULT);
  else return NOT_SUPPORTED;
  const failed = outcomeAt(RESULT, option == HOP_LIMIT ? 4 : 8);
  if (failed != 0) return failed;
  return option == HOP_LIMIT ? load<u8>(RESULT, 4) : load<i64>(RESULT, 8);
}
