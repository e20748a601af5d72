/**
 * wasi:sockets/udp@0.2.0: the two streams of datagrams of a socket. `udp` passes it on.
 *
 * receive's result<list<incoming-datagram>, error-code>: +0 failed, +4 pointer, +8 count; a datagram: +0 pointer, +4 bytes,
 * +8 ip-socket-address; 40 bytes in all
 * result<u64, error-code> of check-send and send: +0 failed, +8 number or code
 * outgoing-datagram: +0 pointer, +4 bytes, +8 whether the address follows, +12 ip-socket-address; 44 bytes in all
 */
import { RESULT, prepareList, releaseList } from './memory';
import { IpSocketAddress, loadAddress, longResult, storeAddress, wideResult } from './network';
import { WOULD_BLOCK } from './outcomes';
import { Pollable } from './poll';

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

/** Gives it back; its pollables went before. */
export function dropIncoming(incoming: IncomingDatagrams): void {
  dropIncomingImport(incoming);
}

/** Gives it back; its pollables went before. */
export function dropOutgoing(outgoing: OutgoingDatagrams): void {
  dropOutgoingImport(outgoing);
}
