/**
 * wasi:sockets/types@0.3.0: the receiving and the sending side of a UDP socket.
 *
 * receive's result<tuple<list<u8>, ip-socket-address>, error-code>: +0 failed, +4 pointer, +8 bytes, +12 address; +4 error-code.
 * send's arguments: +0 socket, +4 pointer, +8 bytes, +12 whether an address follows, +16 address.
 */
import { IpSocketAddress, loadAddress, storeAddress } from '../abi/addresses';
import { WOULD_BLOCK } from '../abi/outcomes';
import { Source } from './async/source';
import { cancelSubtask, endSubtask, ownSubtask } from './async/subtasks';
import { pollEvents } from './async/waitables';
import { outcomeAt } from './network';
import { Pollable } from './poll';

/** The receiving side of a socket: the pointer of an `Incoming`. */
export type IncomingDatagrams = i32;
/** The sending side of a socket: the pointer of an `Outgoing`. */
export type OutgoingDatagrams = i32;

const RECEIVED_BYTES: usize = 48;
const SEND_ARGUMENTS_BYTES: usize = 48;
const SENT_BYTES: usize = 20;


@external('wasi:sockets/types@0.3.0', '[async-lower][method]udp-socket.receive')
declare function receiveImport(self: i32, result: usize): i32;


@external('wasi:sockets/types@0.3.0', '[async-lower][method]udp-socket.send')
declare function sendImport(parameters: usize, result: usize): i32;

/** A receive that is under way, or the datagram that it returned. */
@unmanaged
class Incoming extends Source {
  subtask: i32 = 0;
  result: usize = heap.alloc(RECEIVED_BYTES);

  constructor(public socket: i32) {
    super(beginReceiving, finishReceiving);
  }
}

/** The sending side; it is ready unless a datagram is in flight. */
@unmanaged
class Outgoing extends Source {
  subtask: i32 = 0;
  result: usize = heap.alloc(SENT_BYTES);
  parameters: usize = heap.alloc(SEND_ARGUMENTS_BYTES);

  constructor(public socket: i32) {
    super(beginSending, finishSending);
    this.isReady = true;
  }
}

function beginReceiving(source: Source): void {
  const incoming = changetype<Incoming>(source);
  incoming.subtask = ownSubtask(receiveImport(incoming.socket, incoming.result), incoming);
  if (incoming.subtask == 0) incoming.becomeReady();
  else incoming.isPending = true;
}

function finishReceiving(source: Source, subtask: i32, state: i32): void {
  if (!endSubtask(subtask, state)) return;
  source.isPending = false;
  changetype<Incoming>(source).subtask = 0;
  source.becomeReady();
}

/** Sending is started by `sendDatagram`. */
function beginSending(source: Source): void {}

function finishSending(source: Source, subtask: i32, state: i32): void {
  if (!endSubtask(subtask, state)) return;
  changetype<Outgoing>(source).subtask = 0;
  source.becomeReady();
}

/** Opens the receiving side of a socket, by its handle. */
export function openIncoming(socket: i32): IncomingDatagrams {
  return <i32>changetype<usize>(new Incoming(socket));
}

/** Opens the sending side of a socket, by its handle. */
export function openOutgoing(socket: i32): OutgoingDatagrams {
  return <i32>changetype<usize>(new Outgoing(socket));
}

/**
 * Receives the next datagram, without waiting; bytes beyond the buffer's length are lost.
 *
 * Returns the bytes stored in the buffer (0: an empty datagram; `sender` is set), WOULD_BLOCK or a failure.
 */
export function receiveDatagram(
  datagrams: IncomingDatagrams,
  buffer: StaticArray<u8>,
  sender: IpSocketAddress,
): i32 {
  const incoming = changetype<Incoming>(<usize>datagrams);
  if (incoming.isPending) pollEvents();
  else incoming.begin();
  if (!incoming.isReady) return WOULD_BLOCK;
  incoming.isReady = false;
  const failed = outcomeAt(incoming.result);
  if (failed != 0) return failed;
  const data = load<usize>(incoming.result, 4);
  const bytes = min(load<i32>(incoming.result, 8), buffer.length);
  memory.copy(changetype<usize>(buffer), data, bytes);
  heap.free(data);
  loadAddress(incoming.result + 12, sender);
  return bytes;
}

/**
 * Sends `bytes` bytes of `buffer` from `offset` as one datagram, without waiting; null: to the socket's peer.
 *
 * Returns 0, WOULD_BLOCK (the last one is in flight), DATAGRAM_TOO_LARGE, REMOTE_UNREACHABLE or another failure.
 */
export function sendDatagram(
  datagrams: OutgoingDatagrams,
  buffer: StaticArray<u8>,
  offset: i32,
  bytes: i32,
  remote: IpSocketAddress | null,
): i32 {
  const outgoing = changetype<Outgoing>(<usize>datagrams);
  if (!outgoing.isReady) pollEvents();
  if (!outgoing.isReady) return WOULD_BLOCK;
  const parameters = outgoing.parameters;
  store<i32>(parameters, outgoing.socket);
  store<usize>(parameters, changetype<usize>(buffer) + offset, 4);
  store<i32>(parameters, bytes, 8);
  store<u8>(parameters, remote == null ? 0 : 1, 12);
  if (remote != null) storeAddress(parameters + 16, remote);
  outgoing.subtask = ownSubtask(sendImport(parameters, outgoing.result), outgoing);
  if (outgoing.subtask == 0) return outcomeAt(outgoing.result);
  outgoing.isReady = false; // the host has a copy of the bytes
  return 0;
}

/** Returns a pollable that is ready when `receiveDatagram` has something to return. */
export function subscribeIncoming(datagrams: IncomingDatagrams): Pollable {
  return datagrams;
}

/** Returns a pollable that is ready when `sendDatagram` takes a datagram. */
export function subscribeOutgoing(datagrams: OutgoingDatagrams): Pollable {
  return datagrams;
}

/** Drops the receiving side; a datagram that was not taken is lost. */
export function dropIncoming(datagrams: IncomingDatagrams): void {
  const incoming = changetype<Incoming>(<usize>datagrams);
  incoming.endWatch();
  cancelSubtask(incoming.subtask);
  if (incoming.isReady && outcomeAt(incoming.result) == 0) heap.free(load<usize>(incoming.result, 4));
  heap.free(incoming.result);
  heap.free(changetype<usize>(incoming));
}

/** Drops the sending side. */
export function dropOutgoing(datagrams: OutgoingDatagrams): void {
  const outgoing = changetype<Outgoing>(<usize>datagrams);
  outgoing.endWatch();
  cancelSubtask(outgoing.subtask);
  heap.free(outgoing.result);
  heap.free(outgoing.parameters);
  heap.free(changetype<usize>(outgoing));
}
