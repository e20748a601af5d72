/** Facts about UDP sockets. */
import {
  DATAGRAM_TOO_LARGE,
  EVENT_READ,
  EVENT_WRITE,
  HOP_LIMIT,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IPV4,
  IPV6,
  SocketAddress,
  WOULD_BLOCK,
} from '../../../assembly';
import { TOO_MANY_BYTES, buffer, open, receiveOne, sendBytes, sendText } from './datagrams';
import { fact, factEqual, first, hasIpv6, make, textOf } from './facts';
import { connecting, disconnecting } from './udp-connected';
import { udpOptions } from './udp-options';

function exchanging(family: i32, name: string): void {
  const server = open(family);
  const client = open(family);
  fact('udp: ' + name + ' is bound to a real port', server.localAddress.port != 0 && server.isOpen);
  factEqual('udp: ' + name + ' gives the bytes sent', sendText(client, 'hello', server.localAddress), 5);
  factEqual('udp: ' + name + ' receives what was sent', textOf(buffer, receiveOne(server)), 'hello');
  fact('udp: ' + name + ' says who sent it', server.sender.equals(client.localAddress));
  factEqual('udp: ' + name + ' answers the sender', sendText(server, 'you too', server.sender), 7);
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
  factEqual('udp: with nothing there, recvFrom is WOULD_BLOCK', server.recvFrom(buffer), WOULD_BLOCK);
  sendBytes(client, buffer, 0, to);
  factEqual('udp: an empty datagram arrives as 0 bytes', receiveOne(server), 0);
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
  factEqual('udp: a datagram that is longer than the buffer is cut', receiveOne(server, small), 3);
  factEqual('udp: and the rest of it is lost', textOf(buffer, receiveOne(server)), 'next');
  for (let i = 0; i < TOO_MANY_BYTES; i++) buffer[i] = <u8>(i * 7);
  factEqual(
    'udp: 65,507 bytes are one datagram',
    sendBytes(client, buffer, TOO_MANY_BYTES - 1, to),
    TOO_MANY_BYTES - 1,
  );
  const copy = new StaticArray<u8>(TOO_MANY_BYTES);
  const bytes = receiveOne(server, copy);
  fact(
    'udp: which arrives whole',
    bytes == TOO_MANY_BYTES - 1 &&
      memory.compare(changetype<usize>(copy), changetype<usize>(buffer), bytes) == 0,
  );
  factEqual(
    'udp: more than a datagram holds is DATAGRAM_TOO_LARGE',
    sendBytes(client, buffer, TOO_MANY_BYTES, to),
    DATAGRAM_TOO_LARGE,
  );
  fact('udp: then sending goes on', sendText(client, 'fine', to) == 4 && receiveOne(server) == 4);
  factEqual(
    'udp: to port 0 is INVALID_ARGUMENT',
    sendText(client, 'x', SocketAddress.loopback(IPV4, 0)),
    INVALID_ARGUMENT,
  );
  factEqual(
    'udp: to an address of the other family is INVALID_ARGUMENT',
    sendText(client, 'x', SocketAddress.loopback(IPV6, 9)),
    INVALID_ARGUMENT,
  );
  client.close();
  server.close();
}

function selecting(): void {
  const server = open();
  const client = open();
  const selector = make();
  const key = selector.register(server, EVENT_READ, first);
  factEqual('udp: without a datagram it is not ready to read', selector.select(0).length, 0);
  sendText(client, 'x', server.localAddress);
  const ready = selector.select();
  fact('udp: a datagram makes it ready to read', ready.length == 1 && ready.mask(0) == EVENT_READ);
  factEqual('udp: that is level-triggered', selector.select().length, 1);
  server.recvFrom(buffer);
  while (server.recvFrom(buffer) != WOULD_BLOCK);
  selector.modify(server, EVENT_READ | EVENT_WRITE, first);
  const writable = selector.select();
  fact('udp: it is ready to write', writable.length == 1 && (writable.mask(0) & EVENT_WRITE) != 0);
  selector.modify(server, EVENT_READ, first);
  factEqual('udp: may connect while it is registered', server.connect(client.localAddress), 0);
  sendText(client, 'y', server.localAddress);
  fact('udp: and is still reported', selector.select().length == 1 && receiveOne(server) == 1);
  factEqual('udp: under the same token', selector.getKey(server)!.token, key!.token);
  server.close();
  factEqual('udp: closed while registered, it is never ready', selector.select(0).length, 0);
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
  factEqual('udp: a second close is harmless', socket.localAddress.port, 0);
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
