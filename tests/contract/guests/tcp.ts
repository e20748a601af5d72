/** Facts about TCP connections that we ask for, and their ends. */
import {
  ADDRESS_NOT_BINDABLE,
  CONNECTION_REFUSED,
  END_OF_STREAM,
  EVENT_READ,
  EVENT_WRITE,
  INVALID_ARGUMENT,
  INVALID_STATE,
  IPV4,
  IPV6,
  KEEP_ALIVE,
  SocketAddress,
  TcpListener,
  TcpStream,
  WOULD_BLOCK,
} from '../../../assembly';
import {
  Pair,
  acceptOne,
  connected,
  fact,
  factEqual,
  first,
  hasIpv6,
  listen,
  make,
  receiveOne,
  sendAll,
  waitFor,
} from './facts';
import { tcpOptions } from './tcp-options';
import { underWay } from './tcp-under-way';

const buffer = new StaticArray<u8>(1024);

function connecting(family: i32, name: string): void {
  const listener = listen(family);
  const client = TcpStream.connect(listener.localAddress);
  const server = acceptOne(listener);
  factEqual('connect: ' + name + ' comes to 0', connected(client), 0);
  fact(
    'connect: ' + name + ' asked again is 0 still',
    client.finishConnect() == 0 && server.finishConnect() == 0,
  );
  sendAll(client, buffer, 5);
  factEqual('connect: ' + name + ' carries bytes there', receiveOne(server, buffer), 5);
  sendAll(server, buffer, 7);
  factEqual('connect: ' + name + ' carries bytes back', receiveOne(client, buffer), 7);
  fact(
    'connect: ' + name + ' has addresses that match at both ends',
    client.localAddress.equals(server.remoteAddress) &&
      client.remoteAddress.equals(server.localAddress) &&
      client.remoteAddress.equals(listener.localAddress),
  );
  client.close();
  server.close();
  fact(
    'connect: ' + name + ' closed is INVALID_STATE',
    client.finishConnect() == INVALID_STATE &&
      client.recv(buffer) == INVALID_STATE &&
      client.sendable() == INVALID_STATE &&
      client.send(buffer, 1) == INVALID_STATE &&
      client.localAddress.port == 0 &&
      !client.isOpen,
  );
  listener.close();
}

/** Gives an address where nobody listens. */
function deserted(): SocketAddress {
  const listener = listen();
  const address = listener.localAddress;
  listener.close();
  return address;
}

function refusing(): void {
  const address = deserted();
  const selector = make();
  const interests = [EVENT_READ | EVENT_WRITE, EVENT_WRITE];
  const names = ['READ|WRITE reports both', 'WRITE reports WRITE'];
  for (let i = 0; i < 2; i++) {
    const client = TcpStream.connect(address);
    selector.register(client, interests[i], first);
    const ready = selector.select();
    fact('connect: refused, ' + names[i], ready.length == 1 && ready.mask(0) == interests[i]);
    factEqual(
      'connect: refused is CONNECTION_REFUSED, ' + names[i],
      client.finishConnect(),
      CONNECTION_REFUSED,
    );
    const again = selector.select();
    fact('connect: refused stays reported, ' + names[i], again.length == 1 && again.mask(0) == interests[i]);
    selector.unregister(client);
    client.close();
  }
  selector.close();
  const client = TcpStream.connect(address);
  connected(client);
  fact(
    'connect: after a refusal every call says so',
    client.recv(buffer) == CONNECTION_REFUSED &&
      client.sendable() == CONNECTION_REFUSED &&
      client.send(buffer, 1) == CONNECTION_REFUSED,
  );
  fact('connect: a refused one is open until it is closed', client.isOpen);
  client.close();
  const careless = TcpStream.connect(address);
  while (careless.recv(buffer) == WOULD_BLOCK) waitFor(careless, EVENT_READ);
  factEqual('connect: a refusal is noticed without finishConnect', careless.recv(buffer), CONNECTION_REFUSED);
  careless.close();
  const blocking = TcpStream.connect(address);
  factEqual(
    'connect: a blocking call waits for the refusal',
    blocking.recvBlocking(buffer),
    CONNECTION_REFUSED,
  );
  blocking.close();
}

function failingToStart(): void {
  const unopened = new TcpListener();
  fact(
    'accept: of a listener that is not open is INVALID_STATE',
    unopened.accept() == null && unopened.lastError == INVALID_STATE,
  );
  const portless = TcpStream.connect(SocketAddress.loopback(IPV4, 0));
  factEqual('connect: to port 0 is INVALID_ARGUMENT', connected(portless), INVALID_ARGUMENT);
  factEqual('connect: what could not start is ready', waitFor(portless, EVENT_WRITE), EVENT_WRITE);
  portless.close();
  const nowhere = TcpStream.connect(SocketAddress.unspecified(IPV4, 80));
  factEqual('connect: to 0.0.0.0 is INVALID_ARGUMENT', connected(nowhere), INVALID_ARGUMENT);
  nowhere.close();
  const elsewhere = SocketAddress.unspecified(IPV4, 0);
  elsewhere.parts[0] = 192;
  elsewhere.parts[2] = 2;
  elsewhere.parts[3] = 1; // 192.0.2.1 is nobody's: RFC 5737
  const foreign = TcpStream.connect(deserted(), elsewhere);
  factEqual(
    'connect: from an address not ours is ADDRESS_NOT_BINDABLE',
    connected(foreign),
    ADDRESS_NOT_BINDABLE,
  );
  fact(
    'connect: what could not start has no options, addresses or ends',
    foreign.setOption(KEEP_ALIVE, 1) == INVALID_STATE &&
      foreign.getOption(KEEP_ALIVE) == INVALID_STATE &&
      foreign.localAddress.port == 0 &&
      foreign.shutdownSend() == INVALID_STATE,
  );
  foreign.close();
}

function shutting(): void {
  const pair = Pair.make();
  sendAll(pair.far, buffer, 4);
  factEqual('shutdownSend: is 0', pair.far.shutdownSend(), 0);
  factEqual('shutdownSend: the peer reads what was sent', receiveOne(pair.near, buffer), 4);
  factEqual('shutdownSend: then the end of the stream', receiveOne(pair.near, buffer), END_OF_STREAM);
  sendAll(pair.near, buffer, 6);
  factEqual('shutdownSend: the other direction stays open', receiveOne(pair.far, buffer), 6);
  factEqual('shutdownReceive: is 0', pair.near.shutdownReceive(), 0);
  pair.close();
  factEqual('shutdownSend: closed is INVALID_STATE', pair.near.shutdownSend(), INVALID_STATE);
  const other = Pair.make();
  other.near.shutdownReceive();
  factEqual('shutdownReceive: is the end of the stream here', receiveOne(other.near, buffer), END_OF_STREAM);
  sendAll(other.near, buffer, 2);
  factEqual('shutdownReceive: sending stays open', receiveOne(other.far, buffer), 2);
  other.close();
}

/** The first reads ask for less than there is, and what follows them is short. */
function receivingMessages(): void {
  const pair = Pair.make();
  const message = new StaticArray<u8>(1100);
  let reads = 0;
  for (let i = 0; i < 8; i++) {
    sendAll(pair.far, message, message.length);
    reads = 0;
    for (let received = 0; received < message.length; reads++) {
      const bytes = receiveOne(pair.near, message);
      if (bytes <= 0) break;
      received += bytes;
    }
  }
  factEqual('recv: messages of 1100 bytes come whole after a while', reads, 1);
  pair.close();
}

/** All of it. */
export function tcp(): void {
  connecting(IPV4, 'IPv4');
  if (hasIpv6()) connecting(IPV6, 'IPv6');
  refusing();
  failingToStart();
  underWay();
  shutting();
  receivingMessages();
  tcpOptions();
}
