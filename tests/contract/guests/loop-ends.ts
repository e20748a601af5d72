/** Facts about datagrams on the event loop, and about its end. */
import {
  Bytes,
  CONNECTION_REFUSED,
  DatagramHandler,
  DatagramOptions,
  DatagramSocket,
  IPV4,
  SocketAddress,
  TcpStream,
  UdpSocket,
  WOULD_BLOCK,
} from '../../../assembly';
import { connected, fact, receiveOne, sendAll } from './facts';
import { Stage } from './loop-facts';

const buffer = new StaticArray<u8>(65536);

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

/** All of it. */
export function loopEnds(): void {
  exchanging();
  draining();
}
