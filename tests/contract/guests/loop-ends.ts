/** Facts about datagrams on the event loop, and about its end. */
import {
  Bytes,
  CONNECTION_BROKEN,
  CONNECTION_REFUSED,
  CONNECTION_RESET,
  DatagramHandler,
  DatagramOptions,
  EVENT_WRITE,
  EventLoop,
  INVALID_STATE,
  IPV4,
  SocketAddress,
  TcpStream,
  UdpSocket,
  WOULD_BLOCK,
} from '../../../assembly';
import { connected, fact, factEqual, listen, receiveOne, sendAll, waitFor } from './facts';
import { Recorder, Stage } from './loop-facts';

const buffer = new StaticArray<u8>(65536);

class Echo extends DatagramHandler {
  isClosed: bool = false;

  onDatagram(data: Bytes, sender: SocketAddress): void {
    this.socket.send(data, sender);
  }

  onClose(): void {
    this.isClosed = true;
  }
}

function exchanging(): void {
  const stage = new Stage();
  const socket = new UdpSocket();
  socket.bind(SocketAddress.loopback(IPV4, 0));
  const echo = new Echo();
  const datagrams = stage.loop.addUdpSocket(socket, echo, new DatagramOptions())!;
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
  factEqual('datagrams: that is one', counters.datagramsDropped, 1);
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
  stage.loop.options.log = say;
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
  factEqual('drain: what has arrived is answered', answered, 500);
  const late = TcpStream.connect(stage.address);
  factEqual('drain: new clients are refused', connected(late), CONNECTION_REFUSED);
  late.close();
  factEqual('drain: then comes the end', receiveOne(good, buffer), 0);
  good.close();
  stage.loop.run();
  factEqual('drain: who does not finish is aborted', stage.recorder(1).calls, 'oxc');
  fact('drain: and sees that', isReset(stubborn));
  factEqual('drain: says what came of it', said, 'Drained: 1 connections finished, 1 cut off|');
  stubborn.close();
}

/** Connects again whenever its connection is over. */
class Reconnecting extends Recorder {
  constructor(
    private loop: EventLoop,
    private port: u16,
  ) {
    super();
  }

  onClose(): void {
    super.onClose();
    if (this.calls.length < 1000) this.loop.connect('127.0.0.1', this.port, this);
  }
}

/** Whether what is sent is refused: the other end is not there any more. What was received before may be the end of the stream. */
function isReset(stream: TcpStream): bool {
  let sent = stream.send(buffer, buffer.length);
  while (sent > 0 || (sent == WOULD_BLOCK && waitFor(stream, EVENT_WRITE) != 0))
    sent = stream.send(buffer, buffer.length);
  return sent == CONNECTION_RESET || sent == CONNECTION_BROKEN;
}

/** Nothing new begins once a drain has: it would never come to its end. */
function beginning(): void {
  const stage = new Stage();
  const loop = stage.loop;
  const reconnecting = new Reconnecting(loop, stage.address.port);
  loop.connect('127.0.0.1', stage.address.port, reconnecting);
  stage.until(reconnecting, 'o');
  stage.until(stage.recorder(0), 'o');
  loop.drain(100_000_000);
  const late = new Recorder();
  const connection = loop.connect('127.0.0.1', stage.address.port, late);
  fact('draining: what is asked for is not open', !connection.isOpen);
  const listener = listen();
  const server = loop.serve([listener], () => new Recorder());
  fact('draining: serving is refused', server == null && loop.lastError == INVALID_STATE);
  fact('draining: then the listener is closed', !listener.isOpen);
  const place = loop.listen('localhost', 0, () => new Recorder());
  fact('draining: listening is refused', place == null && loop.lastError == INVALID_STATE);
  const socket = new UdpSocket();
  socket.bind(SocketAddress.loopback(IPV4, 0));
  const datagrams = loop.addUdpSocket(socket, new Echo());
  fact('draining: a UDP socket is refused', datagrams == null && loop.lastError == INVALID_STATE);
  fact('draining: then it is closed', !socket.isOpen);
  stage.turns(1);
  factEqual('draining: connecting fails', late.calls, '!c');
  factEqual('draining: as when the loop is closed', late.outcome, INVALID_STATE);
  for (let i = 0; i < 2000 && loop.isAlive; i++) loop.turn();
  fact('draining: a handler that connects again does not keep the loop', !loop.isAlive);
  factEqual('draining: it is told once that it can not', reconnecting.calls.replace('e', ''), 'oxc!c');
}

/** What is closed is forgotten. */
function forgetting(): void {
  const stage = new Stage();
  const loop = stage.loop;
  for (let i = 0; i < 10; i++) {
    loop.serve([listen()], () => new Recorder())!.close();
    const socket = new UdpSocket();
    socket.bind(SocketAddress.loopback(IPV4, 0));
    loop.addUdpSocket(socket, new Echo())!.close();
  }
  stage.turns(1);
  factEqual('closed: a server is forgotten', loop.serverCount, 1);
  factEqual('closed: a UDP socket is forgotten', loop.udpSocketCount, 0);
  stage.end();
}

/** All of it. */
export function loopEnds(): void {
  exchanging();
  draining();
  beginning();
  forgetting();
}
