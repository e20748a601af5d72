/** Facts about UDP sockets. */
import {
  HOP_LIMIT,
  CONNECTION_REFUSED,
  DATAGRAM_TOO_LARGE,
  EVENT_READ,
  EVENT_WRITE,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IPV4,
  IPV6,
  SocketAddress,
  UdpSocket,
  WOULD_BLOCK,
} from '../../../assembly';
import { bytesOf, fact, first, hasIpv6, make, textOf, waitFor } from './facts';
import { udpOptions } from './udp-options';

/** More than an IPv4 datagram can hold: 65,507 bytes. */
const TOO_MANY_BYTES: i32 = 65508;
const buffer = new StaticArray<u8>(TOO_MANY_BYTES);

function open(family: i32 = IPV4): UdpSocket {
  const socket = new UdpSocket();
  socket.bind(SocketAddress.loopback(family, 0));
  return socket;
}

/** Waits for the next datagram. */
function receiveOne(socket: UdpSocket, into: StaticArray<u8> = buffer): i32 {
  let bytes = socket.recvFrom(into);
  while (bytes == WOULD_BLOCK && waitFor(socket, EVENT_READ) != 0) bytes = socket.recvFrom(into);
  return bytes;
}

/** Sends one datagram; a host may take a moment to know that it can. */
function sendBytes(socket: UdpSocket, bytes: StaticArray<u8>, count: i32, to: SocketAddress | null): i32 {
  while (true) {
    const sent = to != null ? socket.sendTo(bytes, count, to) : socket.send(bytes, count);
    if (sent != WOULD_BLOCK || waitFor(socket, EVENT_WRITE) == 0) return sent;
  }
}

function sendText(socket: UdpSocket, text: string, to: SocketAddress): i32 {
  const bytes = bytesOf(text);
  return sendBytes(socket, bytes, bytes.length, to);
}

function exchanging(family: i32, name: string): void {
  const server = open(family);
  const client = open(family);
  fact('udp: ' + name + ' is bound to a real port', server.localAddress.port != 0 && server.isOpen);
  fact('udp: ' + name + ' gives the bytes sent', sendText(client, 'hello', server.localAddress) == 5);
  fact('udp: ' + name + ' receives what was sent', textOf(buffer, receiveOne(server)) == 'hello');
  fact('udp: ' + name + ' says who sent it', server.sender.equals(client.localAddress));
  fact('udp: ' + name + ' answers the sender', sendText(server, 'you too', server.sender) == 7);
  fact(
    'udp: ' + name + ' receives the answer',
    textOf(buffer, receiveOne(client)) == 'you too' && client.sender.equals(server.localAddress),
  );
  client.close();
  server.close();
}

function datagrams(): void {
  const server = open();
  const client = open();
  const to = server.localAddress;
  fact('udp: with nothing there, recvFrom is WOULD_BLOCK', server.recvFrom(buffer) == WOULD_BLOCK);
  sendBytes(client, buffer, 0, to);
  fact('udp: an empty datagram arrives as 0 bytes', receiveOne(server) == 0);
  fact('udp: an empty datagram has a sender', server.sender.equals(client.localAddress));
  sendText(client, 'one', to);
  sendText(client, 'three', to);
  fact(
    'udp: datagrams keep their bounds',
    textOf(buffer, receiveOne(server)) == 'one' && textOf(buffer, receiveOne(server)) == 'three',
  );
  sendText(client, 'too long for that', to);
  sendText(client, 'next', to);
  const small = new StaticArray<u8>(3);
  fact('udp: a datagram that is longer than the buffer is cut', receiveOne(server, small) == 3);
  fact('udp: and the rest of it is lost', textOf(buffer, receiveOne(server)) == 'next');
  for (let i = 0; i < TOO_MANY_BYTES; i++) buffer[i] = <u8>(i * 7);
  fact(
    'udp: 65,507 bytes are one datagram',
    sendBytes(client, buffer, TOO_MANY_BYTES - 1, to) == TOO_MANY_BYTES - 1,
  );
  const copy = new StaticArray<u8>(TOO_MANY_BYTES);
  const bytes = receiveOne(server, copy);
  fact(
    'udp: which arrives whole',
    bytes == TOO_MANY_BYTES - 1 &&
      memory.compare(changetype<usize>(copy), changetype<usize>(buffer), bytes) == 0,
  );
  fact(
    'udp: more than a datagram holds is DATAGRAM_TOO_LARGE',
    sendBytes(client, buffer, TOO_MANY_BYTES, to) == DATAGRAM_TOO_LARGE,
  );
  fact('udp: then sending goes on', sendText(client, 'fine', to) == 4 && receiveOne(server) == 4);
  fact(
    'udp: to port 0 is INVALID_ARGUMENT',
    sendText(client, 'x', SocketAddress.loopback(IPV4, 0)) == INVALID_ARGUMENT,
  );
  fact(
    'udp: to an address of the other family is INVALID_ARGUMENT',
    sendText(client, 'x', SocketAddress.loopback(IPV6, 9)) == INVALID_ARGUMENT,
  );
  client.close();
  server.close();
}

function connecting(): void {
  const server = open();
  const other = open();
  const client = open();
  fact('udp: not connected, send is INVALID_STATE', sendBytes(client, buffer, 1, null) == INVALID_STATE);
  fact('udp: not connected, there is no remote address', client.remoteAddress.port == 0);
  fact('udp: connects', client.connect(server.localAddress) == 0);
  fact('udp: connected, it says to whom', client.remoteAddress.equals(server.localAddress));
  const bytes = bytesOf('connected');
  fact(
    'udp: connected, send sends',
    sendBytes(client, bytes, bytes.length, null) == 9 && receiveOne(server) == 9,
  );
  sendText(other, 'stranger', client.localAddress);
  sendText(server, 'friend', client.localAddress);
  fact('udp: connected, it receives from that one only', textOf(buffer, receiveOne(client)) == 'friend');
  fact('udp: connected, recv is recvFrom', client.recv(buffer) == WOULD_BLOCK);
  fact(
    'udp: connected, sendTo somebody else is INVALID_ARGUMENT',
    sendText(client, 'x', other.localAddress) == INVALID_ARGUMENT,
  );
  fact('udp: connected, sendTo the same is fine', sendText(client, 'same', server.localAddress) == 4);
  receiveOne(server);
  fact('udp: connects to another', client.connect(other.localAddress) == 0);
  fact('udp: then sends there', sendBytes(client, bytes, 4, null) == 4 && receiveOne(other) == 4);
  fact(
    'udp: to port 0 does not connect',
    client.connect(SocketAddress.loopback(IPV4, 0)) == INVALID_ARGUMENT,
  );
  fact(
    'udp: and is not connected after',
    client.remoteAddress.port == 0 && sendBytes(client, bytes, 1, null) == INVALID_STATE,
  );
  fact('udp: disconnects', client.disconnect() == 0);
  sendText(client, 'hello again', server.localAddress);
  receiveOne(server);
  fact(
    'udp: then it sends to anybody and is answered',
    sendText(server, 'yes?', server.sender) == 4 && receiveOne(client) == 4,
  );
  const unbound = new UdpSocket();
  fact(
    'udp: connect binds what is not',
    unbound.connect(server.localAddress) == 0 && unbound.localAddress.port != 0,
  );
  fact(
    'udp: a bound one does not bind again',
    unbound.bind(SocketAddress.loopback(IPV4, 0)) == INVALID_STATE,
  );
  unbound.close();
  const sender = new UdpSocket();
  fact(
    'udp: sendTo binds what is not',
    sendText(sender, 'hi', server.localAddress) == 2 && receiveOne(server) == 2,
  );
  sender.close();
  const gone = other.localAddress;
  other.close();
  client.connect(gone);
  sendBytes(client, bytes, 1, null);
  waitFor(client, EVENT_READ);
  fact(
    'udp: a datagram that found nobody is CONNECTION_REFUSED later',
    client.recv(buffer) == CONNECTION_REFUSED,
  );
  client.close();
  server.close();
}

function disconnecting(): void {
  const server = open();
  const lender = open();
  const address = lender.localAddress;
  lender.close();
  const client = new UdpSocket();
  client.bind(address);
  client.connect(server.localAddress);
  client.disconnect();
  fact('udp: disconnected, it keeps a port that it chose', client.localAddress.equals(address));
  fact(
    'udp: disconnected, anybody is heard',
    sendText(server, 'anybody', address) == 7 && receiveOne(client) == 7,
  );
  client.close();
  server.close();
}

function selecting(): void {
  const server = open();
  const client = open();
  const selector = make();
  const key = selector.register(server, EVENT_READ, first);
  fact('udp: without a datagram it is not ready to read', selector.select(0).length == 0);
  sendText(client, 'x', server.localAddress);
  const ready = selector.select();
  fact('udp: a datagram makes it ready to read', ready.length == 1 && ready.mask(0) == EVENT_READ);
  fact('udp: that is level-triggered', selector.select().length == 1);
  server.recvFrom(buffer);
  while (server.recvFrom(buffer) != WOULD_BLOCK);
  selector.modify(server, EVENT_READ | EVENT_WRITE, first);
  const writable = selector.select();
  fact('udp: it is ready to write', writable.length == 1 && (writable.mask(0) & EVENT_WRITE) != 0);
  selector.modify(server, EVENT_READ, first);
  fact('udp: may connect while it is registered', server.connect(client.localAddress) == 0);
  sendText(client, 'y', server.localAddress);
  fact('udp: and is still reported', selector.select().length == 1 && receiveOne(server) == 1);
  fact('udp: under the same token', selector.getKey(server)!.token == key!.token);
  server.close();
  fact('udp: closed while registered, it is never ready', selector.select(0).length == 0);
  selector.close();
  client.close();
}

function closing(): void {
  const socket = open();
  socket.close();
  fact(
    'udp: closed, everything is INVALID_STATE',
    socket.recvFrom(buffer) == INVALID_STATE &&
      sendBytes(socket, buffer, 1, null) == INVALID_STATE &&
      sendText(socket, 'x', SocketAddress.loopback(IPV4, 9)) == INVALID_STATE &&
      socket.connect(SocketAddress.loopback(IPV4, 9)) == INVALID_STATE &&
      socket.disconnect() == INVALID_STATE &&
      socket.setOption(HOP_LIMIT, 9) == INVALID_STATE &&
      socket.getOption(HOP_LIMIT) == INVALID_STATE &&
      !socket.isOpen,
  );
  socket.close();
  fact('udp: a second close is harmless', socket.localAddress.port == 0);
}

/** All of it. */
export function udp(): void {
  exchanging(IPV4, 'IPv4');
  if (hasIpv6()) exchanging(IPV6, 'IPv6');
  datagrams();
  connecting();
  disconnecting();
  selecting();
  udpOptions();
  closing();
}
