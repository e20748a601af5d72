/** Facts about connecting, relaying, datagrams and draining on the event loop. */
import {
  Bytes,
  CONNECTION_REFUSED,
  Connection,
  ConnectionHandler,
  ConnectionOptions,
  DatagramHandler,
  DatagramOptions,
  DatagramSocket,
  EventLoop,
  IPV4,
  NAME_UNRESOLVABLE,
  PERMANENT_RESOLVER_FAILURE,
  ServerHandler,
  SocketAddress,
  TEMPORARY_RESOLVER_FAILURE,
  TcpListener,
  TcpStream,
  UdpSocket,
  WOULD_BLOCK,
  relay,
} from '../../../assembly';
import { bytesOf, connected, fact, listen, receiveOne, sendAll, textOf } from './facts';
import { Recorder, Stage, nobodyAt, numbered } from './loop-facts';

const buffer = new StaticArray<u8>(65536);

function connecting(): void {
  const stage = new Stage();
  stage.server.echoes = true;
  const recorder = new Recorder();
  const connection = stage.loop.connect('127.0.0.1', stage.address.port, recorder);
  fact('connect: is written to before it is there', connection.writeText('early'));
  fact('connect: has no address yet', connection.remoteAddress.port == 0);
  fact('connect: opens', stage.until(recorder, 'o') && connection.remoteAddress.equals(stage.address));
  fact(
    'connect: what was written before is sent',
    stage.untilReceived(recorder, 5) && recorder.text == 'early',
  );
  connection.close();
  fact('connect: and closes', stage.until(recorder, 'c') && recorder.calls == 'oDc');
  const refused = new Recorder();
  stage.loop.connect('127.0.0.1', nobodyAt().port, refused);
  fact(
    'connect: refused',
    stage.until(refused, 'c') && refused.outcome == CONNECTION_REFUSED && refused.calls == '!c',
  );
  const unused = new Recorder();
  stage.loop.connect('127.0.0.1', stage.address.port, unused).abort();
  fact('connect: aborted before it is decided', stage.until(unused, 'c') && unused.calls == 'c');
  const brief = new Recorder();
  const hasty = stage.loop.connect('127.0.0.1', stage.address.port, brief);
  hasty.writeText('last words');
  hasty.close();
  stage.until(brief, 'c');
  fact(
    'connect: closed before it is decided, what was written is sent',
    stage.server.recorders.pop().text == 'last words',
  );
  stage.end();
}

/** By name: `localhost` has one address or two, only one of which is listened on. */
export function loopNames(): void {
  const stage = new Stage();
  const recorder = new Recorder();
  stage.loop.connect('localhost', stage.address.port, recorder);
  fact('connect: by name, every address is tried', stage.until(recorder, 'o'));
  const nobody = new Recorder();
  stage.loop.connect('localhost', nobodyAt().port, nobody);
  fact('connect: by name, all refused', stage.until(nobody, 'c') && nobody.outcome == CONNECTION_REFUSED);
  const unknown = new Recorder();
  stage.loop.connect('no-such-host.invalid', 80, unknown);
  stage.until(unknown, 'c');
  fact(
    'connect: by a name that there is not',
    unknown.outcome == NAME_UNRESOLVABLE ||
      unknown.outcome == TEMPORARY_RESOLVER_FAILURE ||
      unknown.outcome == PERMANENT_RESOLVER_FAILURE,
  );
  stage.end();
}

/** Relays each client to an address. */
class Relaying extends ServerHandler {
  constructor(
    private loop: EventLoop,
    private to: SocketAddress,
    private options: ConnectionOptions,
  ) {
    super();
  }

  onAccept(client: Connection): ConnectionHandler | null {
    const upstream = this.loop.connect('127.0.0.1', this.to.port, new Recorder(), this.options);
    relay(client, upstream);
    return client.handler;
  }
}

class RelayStage {
  stage: Stage = new Stage();
  upstream: TcpListener = listen();
  address: SocketAddress = new SocketAddress();

  constructor(to: SocketAddress | null = null) {
    const listener = listen();
    const loop = this.stage.loop;
    this.address = listener.address;
    this.stage.connection.holdsBack = false;
    const target = to == null ? this.upstream.address : to;
    loop.serve([listener], new Relaying(loop, target, this.stage.connection), this.stage.options);
  }

  connect(): TcpStream {
    const client = TcpStream.connect(this.address);
    connected(client);
    return client;
  }

  accept(): TcpStream {
    let server = this.upstream.accept();
    while (server == null) {
      this.stage.loop.turn();
      server = this.upstream.accept();
    }
    return server!;
  }

  receive(stream: TcpStream): i32 {
    let bytes = stream.recv(buffer);
    for (let i = 0; i < 20_000 && bytes == WOULD_BLOCK; i++) {
      this.stage.loop.turn();
      bytes = stream.recv(buffer);
    }
    return bytes;
  }
}

function relaying(): void {
  const it = new RelayStage();
  const client = it.connect();
  sendAll(client, bytesOf('early'), 5);
  const server = it.accept();
  fact(
    'relay: what came before the other side was there arrives',
    it.receive(server) == 5 && textOf(buffer, 5) == 'early',
  );
  sendAll(server, bytesOf('hi'), 2);
  fact('relay: the other way too', it.receive(client) == 2 && textOf(buffer, 2) == 'hi');
  client.shutdownSend();
  fact('relay: passes the end on', it.receive(server) == 0);
  sendAll(server, bytesOf('still'), 5);
  fact('relay: and the other way goes on', it.receive(client) == 5);
  server.shutdownSend();
  fact('relay: until it ends too', it.receive(client) == 0);
  client.close();
  server.close();
  for (let i = 0; i < 20_000 && it.stage.loop.counters.closed < 2; i++) it.stage.loop.turn();
  fact(
    'relay: then both are over, and none has failed',
    it.stage.loop.counters.closed == 2 && it.stage.loop.counters.failed == 0,
  );
  pressing(it);
  const refused = new RelayStage(nobodyAt());
  const turned = refused.connect();
  fact('relay: where nobody listens, the client is cut off', refused.receive(turned) <= 0);
  turned.close();
  refused.stage.end();
}

/** Nobody reads at the other end: the sender is held up, and then gets everything through. */
function pressing(it: RelayStage): void {
  const client = it.connect();
  const server = it.accept();
  const most = 64 << 20;
  const data = numbered(65536);
  let sent = 0;
  for (let idle = 0; idle < 300 && sent < most; idle++) {
    const taken = client.send(data, data.length - (sent & 65535), sent & 65535);
    if (taken > 0) {
      sent += taken;
      idle = 0;
    } else it.stage.loop.turn();
  }
  fact('relay: a side that does not read holds up the other', sent < most);
  client.shutdownSend();
  let received = 0;
  let isRight = true;
  for (let bytes = it.receive(server); bytes > 0; bytes = it.receive(server)) {
    for (let i = 0; i < bytes; i += 997) isRight = isRight && buffer[i] == data[(received + i) & 65535];
    received += bytes;
  }
  fact('relay: once it reads, it gets all, in order', received == sent && isRight);
  client.close();
  server.close();
  it.stage.end();
}

class Echo extends DatagramHandler {
  isClosed: bool = false;

  onDatagram(socket: DatagramSocket, data: Bytes, sender: SocketAddress): void {
    socket.send(data, sender);
  }

  onClose(socket: DatagramSocket): void {
    this.isClosed = true;
  }
}

function exchanging(): void {
  const stage = new Stage();
  const socket = new UdpSocket();
  socket.bind(SocketAddress.loopback(IPV4, 0));
  const echo = new Echo();
  const datagrams = stage.loop.exchange(socket, echo, new DatagramOptions());
  const peer = new UdpSocket();
  for (let i = 1; i <= 100; i++) peer.sendTo(buffer, i, datagrams.localAddress);
  let bytes = 0;
  let count = 0;
  for (let turn = 0; turn < 20_000 && count < 100; turn++) {
    const part = peer.recvFrom(buffer);
    if (part == WOULD_BLOCK) stage.loop.turn();
    else {
      bytes += part;
      count++;
    }
  }
  fact('datagrams: each comes back to its sender', count == 100 && bytes == 5050);
  const counters = stage.loop.counters;
  fact('datagrams: are counted', counters.datagramsReceived == 100 && counters.datagramsSent == 100);
  const nobody = SocketAddress.loopback(IPV4, 0);
  fact(
    'datagrams: one that can not be sent is dropped and counted',
    !datagrams.send(new Bytes(buffer, 0, 9), nobody),
  );
  fact('datagrams: that is one', counters.datagramsDropped == 1);
  stage.end();
  fact('datagrams: a drain closes the socket', echo.isClosed && !socket.isOpen);
  fact('datagrams: closed, nothing is sent', !datagrams.send(new Bytes(buffer, 0, 1), peer.localAddress));
  peer.close();
}

let said = '';

function say(line: string): void {
  said += line + '|';
}

function draining(): void {
  const stage = new Stage();
  stage.loop.options.say = say;
  stage.server.echoes = true;
  stage.connection.turnBytes = 100;
  const good = stage.peer();
  const stubborn = stage.peer();
  sendAll(good, buffer, 500); // arrives in one piece, of which the loop takes a part
  stage.until(stage.recorder(0), 'D');
  stage.loop.drain(200_000_000);
  fact('drain: tells each connection', stage.recorder(0).has('x') && stage.recorder(1).has('x'));
  fact('drain: part of what has arrived waits', stage.recorder(0).received < 500);
  stage.turns(8);
  let answered = 0;
  while (answered < 500) {
    const bytes = receiveOne(good, buffer);
    if (bytes <= 0) break;
    answered += bytes;
  }
  fact('drain: what has arrived is answered', answered == 500);
  const late = TcpStream.connect(stage.address);
  fact('drain: new clients are refused', connected(late) == CONNECTION_REFUSED);
  late.close();
  fact('drain: then comes the end', receiveOne(good, buffer) == 0);
  good.close();
  stage.loop.run();
  fact(
    'drain: who does not finish is cut off',
    stage.recorder(1).calls == 'oxc' && receiveOne(stubborn, buffer) <= 0,
  );
  fact('drain: says what came of it', said == 'Drained: 1 connections finished, 1 cut off|');
  stubborn.close();
}

/** All of it but names. */
export function loopConnect(): void {
  connecting();
  relaying();
  exchanging();
  draining();
}
