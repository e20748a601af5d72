/**
 * Receiving and sending of udp-socket of wasi:sockets/types@0.3.0. `udp` passes it on.
 *
 * receive's result<tuple<list<u8>, ip-socket-address>, error-code>: +0 failed, +4 pointer, +8 bytes, +12 address; +4 error-code.
 * send's arguments: +0 socket, +4 pointer, +8 bytes, +12 whether there is an address, +16 the address.
 */
import { loadAddress, storeAddress } from './ip-socket-address';
import { IpSocketAddress, outcomeAt } from './network';
import { WOULD_BLOCK } from './outcomes';
import { Pollable } from './poll';
import { cancelSubtask, endSubtask, ownSubtask } from './subtasks';
import { UdpSocket } from './udp';
import { Source } from './source';
import { lookForEvents } from './waitables';

/** What a socket receives: the pointer of an `Incoming`. */
export type IncomingDatagrams = i32;
/** What a socket sends: the pointer of an `Outgoing`. */
export type OutgoingDatagrams = i32;

const RECEIVED_BYTES: usize = 48;
const SEND_ARGUMENTS_BYTES: usize = 48;
const SENT_BYTES: usize = 20;


@external('wasi:sockets/types@0.3.0', '[async-lower][method]udp-socket.receive')
declare function receiveImport(self: i32, result: usize): i32;


@external('wasi:sockets/types@0.3.0', '[async-lower][method]udp-socket.send')
declare function sendImport(parameters: usize, result: usize): i32;

/** A receive that is under way, or the datagram that it brought. */
@unmanaged
class Incoming extends Source {
  subtask: i32 = 0;
  result: usize = heap.alloc(RECEIVED_BYTES);

  constructor(public socket: UdpSocket) {
    super(beginReceiving, finishReceiving);
  }
}

/** Sends; ready unless the last datagram is still on its way. */
@unmanaged
class Outgoing extends Source {
  subtask: i32 = 0;
  result: usize = heap.alloc(SENT_BYTES);
  parameters: usize = heap.alloc(SEND_ARGUMENTS_BYTES);

  constructor(public socket: UdpSocket) {
    super(goOn, finishSending);
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

function goOn(source: Source): void {}

function finishSending(source: Source, subtask: i32, state: i32): void {
  if (!endSubtask(subtask, state)) return;
  changetype<Outgoing>(source).subtask = 0;
  source.becomeReady();
}

/** Makes what a socket receives by. */
export function openIncoming(socket: UdpSocket): IncomingDatagrams {
  return <i32>changetype<usize>(new Incoming(socket));
}

/** Makes what a socket sends by. */
export function openOutgoing(socket: UdpSocket): OutgoingDatagrams {
  return <i32>changetype<usize>(new Outgoing(socket));
}

/**
 * Receives a datagram to the start of `buffer`, without waiting; one that is longer is cut. `sender`: from whom.
 *
 * Returns its bytes (0: an empty one), WOULD_BLOCK or a failure.
 */
export function receiveDatagram(
  datagrams: IncomingDatagrams,
  buffer: StaticArray<u8>,
  sender: IpSocketAddress,
): i32 {
  const incoming = changetype<Incoming>(<usize>datagrams);
  if (incoming.isPending) lookForEvents();
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
 * Sends `bytes` bytes of `buffer` from `offset` as one datagram, without waiting; `remote` null: to the connected peer.
 *
 * Returns 0, WOULD_BLOCK (the last one has not left), DATAGRAM_TOO_LARGE, REMOTE_UNREACHABLE or another failure.
 */
export function sendDatagram(
  datagrams: OutgoingDatagrams,
  buffer: StaticArray<u8>,
  offset: i32,
  bytes: i32,
  remote: IpSocketAddress | null,
): i32 {
  const outgoing = changetype<Outgoing>(<usize>datagrams);
  if (!outgoing.isReady) lookForEvents();
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

/** Gives a pollable that is ready when a receive has something to return. */
export function subscribeIncoming(datagrams: IncomingDatagrams): Pollable {
  return datagrams;
}

/** Gives a pollable that is ready when a datagram can be sent. */
export function subscribeOutgoing(datagrams: OutgoingDatagrams): Pollable {
  return datagrams;
}

/** Ends receiving; a datagram that was not taken is lost. */
export function dropIncoming(datagrams: IncomingDatagrams): void {
  const incoming = changetype<Incoming>(<usize>datagrams);
  incoming.endWatch();
  cancelSubtask(incoming.subtask);
  if (incoming.isReady && outcomeAt(incoming.result) == 0) heap.free(load<usize>(incoming.result, 4));
  heap.free(incoming.result);
  heap.free(changetype<usize>(incoming));
}

/** Ends sending. */
export function dropOutgoing(datagrams: OutgoingDatagrams): void {
  const outgoing = changetype<Outgoing>(<usize>datagrams);
  outgoing.endWatch();
  cancelSubtask(outgoing.subtask);
  heap.free(outgoing.result);
  heap.free(outgoing.parameters);
  heap.free(changetype<usize>(outgoing));
}
