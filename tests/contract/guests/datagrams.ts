/** What the facts about UDP share. */
import { EVENT_READ, EVENT_WRITE, IPV4, SocketAddress, UdpSocket, WOULD_BLOCK } from '../../../assembly';
import { bytesOf, waitFor } from './facts';

/** More than an IPv4 datagram can hold: 65,507 bytes. */
export const TOO_MANY_BYTES: i32 = 65508;
/** What `receiveOne` receives to. */
export const buffer = new StaticArray<u8>(TOO_MANY_BYTES);

/** Makes a socket at a free port of the loopback address. */
export function open(family: i32 = IPV4): UdpSocket {
  const socket = new UdpSocket();
  socket.bind(SocketAddress.loopback(family, 0));
  return socket;
}

/** Waits for the next datagram. */
export function receiveOne(socket: UdpSocket, into: StaticArray<u8> = buffer): i32 {
  let bytes = socket.recvFrom(into);
  while (bytes == WOULD_BLOCK && waitFor(socket, EVENT_READ) != 0) bytes = socket.recvFrom(into);
  return bytes;
}

/** Sends one datagram; a host may take a moment to know that it can. */
export function sendBytes(
  socket: UdpSocket,
  bytes: StaticArray<u8>,
  count: i32,
  to: SocketAddress | null,
): i32 {
  while (true) {
    const sent = to != null ? socket.sendTo(bytes, count, to) : socket.send(bytes, count);
    if (sent != WOULD_BLOCK || waitFor(socket, EVENT_WRITE) == 0) return sent;
  }
}

/** Sends a text as one datagram. */
export function sendText(socket: UdpSocket, text: string, to: SocketAddress): i32 {
  const bytes = bytesOf(text);
  return sendBytes(socket, bytes, bytes.length, to);
}
