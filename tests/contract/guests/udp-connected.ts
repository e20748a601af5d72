/** Facts about UDP sockets that are connected to one peer. */
import {
  CONNECTION_REFUSED,
  EVENT_READ,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IPV4,
  SocketAddress,
  UdpSocket,
  WOULD_BLOCK,
} from '../../../assembly';
import { buffer, open, receiveOne, sendBytes, sendText } from './datagrams';
import { bytesOf, fact, factEqual, textOf, waitFor } from './facts';

/** Connected to one peer. */
export function connecting(): void {
  const server = open();
  const other = open();
  const client = open();
  factEqual('udp: not connected, send is INVALID_STATE', sendBytes(client, buffer, 1, null), INVALID_STATE);
  factEqual('udp: not connected, there is no remote address', client.remoteAddress.port, 0);
  factEqual('udp: connects', client.connect(server.localAddress), 0);
  fact('udp: connected, it says to whom', client.remoteAddress.equals(server.localAddress));
  const bytes = bytesOf('connected');
  fact(
    'udp: connected, send sends',
    sendBytes(client, bytes, bytes.length, null) == 9 && receiveOne(server) == 9,
  );
  sendText(other, 'stranger', client.localAddress);
  sendText(server, 'friend', client.localAddress);
  factEqual('udp: connected, it receives from that one only', textOf(buffer, receiveOne(client)), 'friend');
  factEqual('udp: connected, recv is recvFrom', client.recv(buffer), WOULD_BLOCK);
  factEqual(
    'udp: connected, sendTo somebody else is INVALID_ARGUMENT',
    sendText(client, 'x', other.localAddress),
    INVALID_ARGUMENT,
  );
  factEqual('udp: connected, sendTo the same is fine', sendText(client, 'same', server.localAddress), 4);
  receiveOne(server);
  factEqual('udp: connects to another', client.connect(other.localAddress), 0);
  fact('udp: then sends there', sendBytes(client, bytes, 4, null) == 4 && receiveOne(other) == 4);
  factEqual(
    'udp: to port 0 does not connect',
    client.connect(SocketAddress.loopback(IPV4, 0)),
    INVALID_ARGUMENT,
  );
  fact(
    'udp: and is not connected after',
    client.remoteAddress.port == 0 && sendBytes(client, bytes, 1, null) == INVALID_STATE,
  );
  factEqual('udp: disconnects', client.disconnect(), 0);
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
  factEqual(
    'udp: a bound one does not bind again',
    unbound.bind(SocketAddress.loopback(IPV4, 0)),
    INVALID_STATE,
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
  factEqual(
    'udp: a datagram that found nobody is CONNECTION_REFUSED later',
    client.recv(buffer),
    CONNECTION_REFUSED,
  );
  client.close();
  server.close();
}

export function disconnecting(): void {
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
