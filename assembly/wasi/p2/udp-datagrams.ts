/**
 * wasi:sockets/udp@0.2.0: the two datagram streams of a socket.
 *
 * receive's result<list<incoming-datagram>, error-code>: +0 failed, +4 pointer, +8 count; a datagram: +0 pointer, +4 bytes,
 * +8 ip-socket-address; 40 bytes in all
 * result<u64, error-code> of check-send and send: +0 failed, +8 number or code
 * outgoing-datagram: +0 pointer, +4 bytes, +8 whether the address follows, +12 ip-socket-address; 44 bytes in all
 */
import { IpSocketAddress, loadAddress, storeAddress } from '../abi/addresses';
import { RESULT, prepareList, releaseList } from '../abi/memory';
import { WOULD_BLOCK } from '../abi/outcomes';
import { longResult, wideResult } from './network';
import { Pollable } from './poll';

/** The handle of an `incoming-datagram-stream`. */
export type IncomingDatagrams = i32;
/** The handle of an `outgoing-datagram-stream`. */
export type OutgoingDatagrams = i32;

/** A datagram, whose length has 16 bits, and its record before or behind it. */
const RECEIVE_CAPACITY_BYTES: i32 = 65536 + 64;

// Static memory is claimed within functions: a program that does not call them has none of it.

/** Where the host stores a datagram that it received, and its record. */
function receiveBuffer(): usize {
  return memory.data(65536 + 64, 8);
}

/** Where the record of a datagram to send is lowered to. */
function outgoingRecord(): usize {
  return memory.data(44, 8);
}


@external('wasi:sockets/udp@0.2.0', '[method]incoming-datagram-stream.receive')
declare function receiveImport(self: IncomingDatagrams, maxResults: u64, result: usize): void;


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

/**
 * Receives the next datagram, without waiting; bytes beyond the buffer's length are lost.
 *
 * Returns the bytes stored in the buffer (0: an empty datagram; `sender` is set), WOULD_BLOCK, CONNECTION_REFUSED (an earlier
 * datagram was refused) or REMOTE_UNREACHABLE.
 */
export function receiveDatagram(
  incoming: IncomingDatagrams,
  buffer: StaticArray<u8>,
  sender: IpSocketAddress,
): i32 {
  prepareList(receiveBuffer(), RECEIVE_CAPACITY_BYTES);
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
 * Sends `bytes` bytes of `buffer` from `offset` as one datagram, without waiting; null: to the socket's peer.
 *
 * Returns 0, WOULD_BLOCK, DATAGRAM_TOO_LARGE, REMOTE_UNREACHABLE, CONNECTION_REFUSED (an earlier one was refused),
 * INVALID_ARGUMENT (an address that this socket can't send to, or none) or ACCESS_DENIED.
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

/** Makes a pollable that is ready when `receiveDatagram` has something to return. */
export function subscribeIncoming(incoming: IncomingDatagrams): Pollable {
  return subscribeIncomingImport(incoming);
}

/** Makes a pollable that is ready when `sendDatagram` takes a datagram. */
export function subscribeOutgoing(outgoing: OutgoingDatagrams): Pollable {
  return subscribeOutgoingImport(outgoing);
}

/** Drops the receiving side, after its pollables. */
export function dropIncoming(incoming: IncomingDatagrams): void {
  dropIncomingImport(incoming);
}

/** Drops the sending side, after its pollables. */
export function dropOutgoing(outgoing: OutgoingDatagrams): void {
  dropOutgoingImport(outgoing);
}
