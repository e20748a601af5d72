/** Steps with UDP sockets that the guests share. */
import { callWithAddress } from '../../../../assembly/wasi/p2/network';
import { storeAddress, loadAddress } from '../../../../assembly/wasi/abi/addresses';
import { IPV4, IpSocketAddress, RESULT, handle, long, loopback, resultAddress, unit, wide } from './results';
import { network, waitFor } from './tcp-tools';
import * as udp from './imports/udp';

const RECORD_BYTES: i32 = 44;
const data = new StaticArray<u8>(70000);
export const list = new StaticArray<u8>(RECORD_BYTES * 20);

export function newUdp(family: i32 = IPV4): i32 {
  udp.createUdpSocket(family, RESULT);
  return handle();
}

export function bindCode(socket: i32, address: IpSocketAddress): i32 {
  callWithAddress(udp.startBind, socket, network(), address);
  return unit();
}

export function finishBindCode(socket: i32): i32 {
  udp.finishBind(socket, RESULT);
  return unit();
}

export function bound(family: i32 = IPV4): i32 {
  const socket = newUdp(family);
  bindCode(socket, loopback(family));
  finishBindCode(socket);
  return socket;
}

export function streamCode(socket: i32): i32 {
  udp.stream(socket, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, RESULT);
  return wide();
}

export function streamToCode(socket: i32, address: IpSocketAddress): i32 {
  callWithAddress(udp.stream, socket, 1, address);
  return wide();
}

export function addressOf(socket: i32): IpSocketAddress {
  udp.localAddress(socket, RESULT);
  return resultAddress();
}

/** A bound socket with its streams. */
export class Open {
  socket: i32;
  incoming: i32 = 0;
  outgoing: i32 = 0;

  constructor(family: i32 = IPV4) {
    this.socket = bound(family);
    streamCode(this.socket);
    this.take();
  }

  /** Takes the streams of the result. */
  take(): void {
    this.incoming = handle(4);
    this.outgoing = handle(8);
  }

  get address(): IpSocketAddress {
    return addressOf(this.socket);
  }

  dropStreams(): void {
    udp.dropIncoming(this.incoming);
    udp.dropOutgoing(this.outgoing);
  }

  drop(): void {
    this.dropStreams();
    udp.dropUdp(this.socket);
  }

  /** Sends the first `datagrams` of the list on a grant of its own; its code. */
  sendList(datagrams: i32): i32 {
    waitFor(udp.subscribeOutgoing(this.outgoing));
    udp.checkSend(this.outgoing, RESULT);
    udp.send(this.outgoing, changetype<usize>(list), datagrams, RESULT);
    return long();
  }

  /** Sends one; its code. */
  send(to: IpSocketAddress | null, bytes: i32): i32 {
    put(0, to, bytes);
    return this.sendList(1);
  }

  receiveCode(most: u64 = u64.MAX_VALUE): i32 {
    udp.receive(this.incoming, most, RESULT);
    return wide();
  }

  /** Waits for a datagram and receives; how many there were. */
  receiveSome(most: u64 = u64.MAX_VALUE): i32 {
    waitFor(udp.subscribeIncoming(this.incoming));
    this.receiveCode(most);
    return load<i32>(RESULT, 8);
  }
}

/** Puts an outgoing datagram into the list. */
export function put(index: i32, to: IpSocketAddress | null, bytes: i32): void {
  const record = changetype<usize>(list) + index * RECORD_BYTES;
  store<usize>(record, changetype<usize>(data));
  store<i32>(record, bytes, 4);
  store<u8>(record, to == null ? 0 : 1, 8);
  if (to != null) storeAddress(record + 12, to);
}

/** The length of a datagram that was received. */
export function bytesOf(index: i32): i32 {
  return load<i32>(load<usize>(RESULT, 4) + 40 * index, 4);
}

export function senderOf(index: i32): IpSocketAddress {
  const address = new IpSocketAddress();
  loadAddress(load<usize>(RESULT, 4) + 40 * index + 8, address);
  return address;
}
