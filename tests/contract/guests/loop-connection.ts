/** Facts about connections on the event loop: what is called when, and what arrives. */
import { Bytes, END_OF_STREAM, TcpStream, WOULD_BLOCK } from '../../../assembly';
import { bytesOf, fact, factEqual, isOver, receiveOne, sendAll, textOf } from './facts';
import { Stage, numbered } from './loop-facts';

const buffer = new StaticArray<u8>(65536);

/** Receives until so many bytes have come or nothing comes, while the loop goes on. Returns how many are as they should be. */
function collect(stage: Stage, peer: TcpStream, bytes: i32): i32 {
  const expected = numbered(bytes);
  let received = 0;
  for (let turn = 0; turn < 20_000 && received < bytes; turn++) {
    const part = peer.recv(buffer);
    if (part == END_OF_STREAM || (part < 0 && part != WOULD_BLOCK)) break;
    for (let i = 0; i < part; i++) if (buffer[i] != expected[received + i]) return received + i;
    if (part > 0) received += part;
    else stage.loop.turn();
  }
  return received;
}

function talking(): void {
  const stage = new Stage();
  stage.server.echoes = true;
  const peer = stage.peer();
  const recorder = stage.recorder(0);
  factEqual('connection: opens before anything arrives', recorder.calls, 'o');
  fact(
    'connection: knows both addresses',
    stage.at(0).remoteAddress.equals(peer.localAddress) && stage.at(0).localAddress.equals(stage.address),
  );
  sendAll(peer, bytesOf('hello'), 5);
  fact('connection: data arrives', stage.untilReceived(recorder, 5) && recorder.text == 'hello');
  stage.loop.turn();
  fact('connection: what is written arrives', receiveOne(peer, buffer) == 5 && textOf(buffer, 5) == 'hello');
  stage.at(0).writeText('grüß ');
  stage.at(0).write(Bytes.of('Gott'));
  stage.loop.turn();
  fact(
    'connection: what is written in one turn arrives in one piece',
    receiveOne(peer, buffer) == 11 && textOf(buffer, 11) == 'grüß Gott',
  );
  fact('connection: counts bytes', stage.at(0).bytesReceived == 5 && stage.at(0).bytesSent == 16);
  peer.shutdownSend();
  fact('connection: the end is told, then it closes', stage.until(recorder, 'c') && recorder.calls == 'oDec');
  factEqual('connection: the peer sees the end', receiveOne(peer, buffer), END_OF_STREAM);
  const counters = stage.loop.counters;
  fact(
    'connection: the loop counts it',
    counters.accepted == 1 && counters.opened == 1 && counters.closed == 1 && counters.failed == 0,
  );
  peer.close();
  fact('connection: none is left, the loop ends', stage.end() && stage.server.isClosed);
}

function halfClosing(): void {
  const stage = new Stage();
  stage.server.staysOpen = true;
  const peer = stage.peer();
  const recorder = stage.recorder(0);
  peer.shutdownSend();
  stage.until(recorder, 'e');
  fact('half-close: of the peer, it may still be written to', stage.at(0).writeText('after'));
  stage.loop.turn();
  factEqual('half-close: and that arrives', receiveOne(peer, buffer), 5);
  stage.at(0).end();
  fact('half-close: of both, it is over', stage.until(recorder, 'c') && recorder.calls == 'oec');
  factEqual('half-close: the peer sees the end then', receiveOne(peer, buffer), END_OF_STREAM);
  peer.close();
  const other = stage.peer();
  const otherRecorder = stage.recorder(1);
  stage.at(1).writeText('bye');
  stage.at(1).end();
  fact('half-close: ours, nothing can be written', !stage.at(1).writeText('more') && stage.at(1).isOpen);
  stage.turns(2);
  factEqual('half-close: ours, what was written arrives', receiveOne(other, buffer), 3);
  factEqual('half-close: ours, then the end', receiveOne(other, buffer), END_OF_STREAM);
  sendAll(other, buffer, 9);
  fact('half-close: ours, the peer may still send', stage.untilReceived(otherRecorder, 9));
  other.close();
  stage.until(otherRecorder, 'c');
  stage.end();
}

function closing(): void {
  const stage = new Stage();
  const peer = stage.peer();
  const recorder = stage.recorder(0);
  const data = numbered(600_000);
  stage.at(0).write(new Bytes(data, 0, data.length));
  stage.at(0).close();
  fact('close: nothing can be written', !stage.at(0).writeText('x') && !stage.at(0).isOpen);
  factEqual('close: all that was written arrives', collect(stage, peer, data.length), data.length);
  factEqual('close: then the end', receiveOne(peer, buffer), END_OF_STREAM);
  sendAll(peer, buffer, 100);
  stage.turns(3);
  factEqual('close: what arrives after is thrown away', recorder.received, 0);
  peer.close();
  fact('close: over when the peer ends too', stage.until(recorder, 'c') && recorder.calls == 'oc');
  const other = stage.peer();
  stage.at(1).abort();
  stage.at(1).abort();
  fact(
    'abort: is over at once, and no failure',
    stage.until(stage.recorder(1), 'c') && stage.recorder(1).calls == 'oc',
  );
  fact('abort: the peer sees it', isOver(stage.receive(other, buffer)));
  other.close();
  stage.end();
}

function losing(): void {
  const stage = new Stage();
  stage.server.echoes = true;
  const peer = stage.peer();
  const bystander = stage.peer();
  stage.at(0).writeText('unread');
  stage.turns(3);
  sendAll(peer, buffer, 10);
  peer.close(); // with something unread: a reset
  stage.until(stage.recorder(0), 'c');
  const calls = stage.recorder(0).calls;
  fact('reset: is a failure, and then over', calls.endsWith('!c') && stage.recorder(0).outcome < 0);
  sendAll(bystander, buffer, 5);
  fact('reset: of one leaves the others alone', stage.untilReceived(stage.recorder(1), 5));
  factEqual('reset: is counted', stage.loop.counters.failed, 1);
  bystander.close();
  stage.end();
}

function pausing(): void {
  const stage = new Stage();
  const peer = stage.peer();
  const recorder = stage.recorder(0);
  stage.at(0).pause();
  sendAll(peer, buffer, 10);
  stage.turns(5);
  factEqual('pause: nothing is received', recorder.received, 0);
  stage.at(0).resume();
  fact('resume: then it is', stage.untilReceived(recorder, 10));
  stage.at(0).finish();
  sendAll(peer, buffer, 4);
  stage.until(recorder, 'D');
  stage.turns(3);
  fact('finish: nothing more can be written once all has been handled', !stage.at(0).isOpen);
  peer.close();
  stage.until(recorder, 'c');
  stage.server.refuses = true;
  const refused = TcpStream.connect(stage.address);
  while (stage.loop.counters.refused == 0) stage.loop.turn();
  fact('accept: a handler may turn a client away', isOver(stage.receive(refused, buffer)));
  refused.close();
  stage.end();
}

/** All of it. */
export function loopConnection(): void {
  talking();
  halfClosing();
  closing();
  losing();
  pausing();
}
