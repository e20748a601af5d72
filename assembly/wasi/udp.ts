/**
 * wasi:sockets/udp@0.2.0.
 *
 * stream's result<tuple<incoming-datagram-stream, outgoing-datagram-stream>, error-code>: +0 failed, +4 incoming, +8 outgoing
 * receive's result<list<incoming-datagram>, error-code>: +0 failed, +4 pointer, +8 count; a datagram: +0 pointer, +4 bytes,
 * +8 ip-socket-address; 40 bytes in all
 * result<u64, error-code> of check-send and send: +0 failed, +8 number or code
 * outgoing-datagram: +0 pointer, +4 bytes, +8 whether the address follows, +12 ip-socket-address; 44 bytes in all
 *
 * Drop order: pollables, then both streams, then the socket, or the host traps.
 */
import { theNetwork, Network } from './instance-network';
import { RESULT, prepareList, releaseList } from './memory';
import {
  IpSocketAddress,
  addressResult,
  byteResult,
  callWithAddress,
  loadAddress,
  longResult,
  storeAddress,
  unitResult,
  wideResult,
} from './network';
import { INVALID_ARGUMENT, NOT_SUPPORTED, WOULD_BLOCK } from './outcomes';
import { Pollable, blockOn, dropPollable } from './poll';
import { HOP_LIMIT, RECEIVE_BUFFER_BYTES, SEND_BUFFER_BYTES } from './tcp-options';

/** A UDP socket of the host's; negative: an outcome. */
export type UdpSocket = i32;
/** What a UDP socket receives by. */
export type IncomingDatagrams = i32;
/** What a UDP socket sends by. */
export type OutgoingDatagrams = i32;

/** Room for a datagram, whose bytes are counted by 16 bits, and for its record before or behind it. */
const RECEIVED_BYTES: i32 = 65536 + 64;

// Within functions, so that a program without UDP has no such room.

/** Where the host puts a datagram that it received, and its record. */
function receivedRoom(): usize {
  return memory.data(65536 + 64, 8);
}

/** Where the record of a datagram to send is. */
function outgoingRecord(): usize {
  return memory.data(44, 8);
}


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


@external('wasi:sockets/udp@0.2.0', '[method]udp-socket.subscribe')
declare function subscribeImport(self: UdpSocket): Pollable;


@external('wasi:sockets/udp@0.2.0', '[resource-drop]udp-socket')
declare function dropSocketImport(self: UdpSocket): void;


@external('wasi:sockets/udp@0.2.0', '[method]incoming-datagram-stream.receive')
declare function receiveImport(self: IncomingDatagrams, most: u64, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]incoming-datagram-stream.subscribe')
declare function subscribeIncomingImport(self: IncomingDatagrams): Pollable;


@external('wasi:sockets/udp@0.2.0', '[resource-drop]incoming-datagram-stream')
declare function dropIncomingImport(self: IncomingDatagrams): void;


@external('wasi:sockets/udp@0.2.0', '[method]outgoing-datagram-stream.check-send')
declare function checkSendImport(self: OutgoingDatagrams, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]outgoing-datagram-stream.send')
declare function sendImport(self: OutgoingDatagrams, pointer: usize, count: i32, result: usize): void;


@external('wasi:sockets/udp@0.2.0', '[method]outgoing-datagram-stream.subscribe')
declare function subscribeOutgoingImport(self: OutgoingDatagrams): Pollable;


@external('wasi:sockets/udp@0.2.0', '[resource-drop]outgoing-datagram-stream')
declare function dropOutgoingImport(self: OutgoingDatagrams): void;

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

/**
 * Takes the next datagram that has arrived, without waiting; what the buffer has no room for is lost.
 *
 * Returns the bytes put into the buffer (0: an empty datagram; `sender` is set), WOULD_BLOCK, CONNECTION_REFUSED (an earlier
 * datagram found nobody) or REMOTE_UNREACHABLE.
 */
export function receiveDatagram(
  incoming: IncomingDatagrams,
  buffer: StaticArray<u8>,
  sender: IpSocketAddress,
): i32 {
  prepareList(receivedRoom(), RECEIVED_BYTES);
  receiveImport(incoming, 1, RESULT);
  releaseList();
  const failed = wideResult();
  if (failed != 0) return failed;
  if (load<i32>(RESULT, 8) == 0) return WOULD_BLOCK;
  const datagram = load<usize>(RESULT, 4);
  const bytes = min(load<i32>(datagram, 4), buffer.length);
  memory.copy(changetype<usize>(buffer), load<usize>(datagram), bytes);
  loadAddress(datagram + 8, sender);
  return bytes;
}

/**
 * Sends `bytes` bytes of `buffer` from `offset` as one datagram, without waiting; null: to whom the socket was opened for.
 *
 * Returns 0, WOULD_BLOCK, DATAGRAM_TOO_LARGE, REMOTE_UNREACHABLE, CONNECTION_REFUSED (an earlier one found nobody),
 * INVALID_ARGUMENT (not that address from this socket, or none) or ACCESS_DENIED.
 */
export function sendDatagram(
  outgoing: OutgoingDatagrams,
  buffer: StaticArray<u8>,
  offset: i32,
  bytes: i32,
  remote: IpSocketAddress | null,
): i32 {
  checkSendImport(outgoing, RESULT);
  let sent = longResult();
  if (sent > 0) {
    const record = outgoingRecord();
    store<usize>(record, changetype<usize>(buffer) + offset);
    store<i32>(record, bytes, 4);
    store<u8>(record, remote == null ? 0 : 1, 8);
    if (remote != null) storeAddress(record + 12, remote);
    sendImport(outgoing, record, 1, RESULT);
    sent = longResult();
  }
  if (sent < 0) return <i32>sent;
  return sent == 0 ? WOULD_BLOCK : 0;
}

/** Gives a pollable that is ready when `receiveDatagram` has something to return. */
export function subscribeIncoming(incoming: IncomingDatagrams): Pollable {
  return subscribeIncomingImport(incoming);
}

/** Gives a pollable that is ready when `sendDatagram` takes one. */
export function subscribeOutgoing(outgoing: OutgoingDatagrams): Pollable {
  return subscribeOutgoingImport(outgoing);
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

/**
 * Sets HOP_LIMIT, RECEIVE_BUFFER_BYTES or SEND_BUFFER_BYTES of `tcp-options`.
 *
 * Returns 0, or INVALID_ARGUMENT (0, or more than it can be), INVALID_STATE or NOT_SUPPORTED (another option).
 */
export function setUdpOption(socket: UdpSocket, option: i32, value: i64): i32 {
  if (value < 0 || (option == HOP_LIMIT && value > <i64>u8.MAX_VALUE)) return INVALID_ARGUMENT;
  if (option == HOP_LIMIT) setHopLimit(socket, <i32>value, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) setReceiveBuffer(socket, value, RESULT);
  else if (option == SEND_BUFFER_BYTES) setSendBuffer(socket, value, RESULT);
  else return NOT_SUPPORTED;
  return unitResult();
}

/** Reads an option; negative: INVALID_STATE or NOT_SUPPORTED. */
export function getUdpOption(socket: UdpSocket, option: i32): i64 {
  if (option == HOP_LIMIT) getHopLimit(socket, RESULT);
  else if (option == RECEIVE_BUFFER_BYTES) getReceiveBuffer(socket, RESULT);
  else if (option == SEND_BUFFER_BYTES) getSendBuffer(socket, RESULT);
  else return NOT_SUPPORTED;
  return option == HOP_LIMIT ? byteResult() : longResult();
}

/** Gives it back; its pollables went before. */
export function dropIncoming(incoming: IncomingDatagrams): void {
  dropIncomingImport(incoming);
}

/** Gives it back; its pollables went before. */
export function dropOutgoing(outgoing: OutgoingDatagrams): void {
  dropOutgoingImport(outgoing);
}

/** Closes the socket; its streams went before. */
export function dropUdp(socket: UdpSocket): void {
  dropSocketImport(socket);
}
