/** Facts about the bounds of the event loop. */
import {
  Bytes,
  IPV4,
  LoopOptions,
  NEW_SOCKET_LIMIT,
  OUT_OF_MEMORY,
  SocketAddress,
  TcpListener,
  TcpStream,
  WHEN_FULL_REFUSE,
  WOULD_BLOCK,
} from '../../../assembly';
import { connected, fact, factEqual, isOver, sendAll } from './facts';
import { Recorder, Stage, numbered } from './loop-facts';

const buffer = new StaticArray<u8>(65536);
const PIECE = new Bytes(numbered(30_000), 0, 30_000);

/** Sends until nothing more is taken for a while. Returns how many bytes were. */
function flood(stage: Stage, peer: TcpStream, mostBytes: i32): i32 {
  let sent = 0;
  for (let idle = 0; idle < 200 && sent < mostBytes; idle++) {
    const taken = peer.send(buffer, buffer.length);
    if (taken > 0) {
      sent += taken;
      idle = 0;
    } else stage.loop.turn();
  }
  return sent;
}

function watermarks(): void {
  const stage = new Stage();
  const peer = stage.peer();
  const recorder = stage.recorder(0);
  const connection = stage.at(0);
  fact('watermark: below the high one more is welcome', connection.write(PIECE) && connection.write(PIECE));
  fact('watermark: at it no more is', !connection.write(PIECE) && !connection.isWritable);
  factEqual('watermark: but what was written is taken', connection.bufferedBytes, 90_000);
  stage.turns(3);
  fact('watermark: once it has left, that is told', recorder.calls == 'ow' && connection.isWritable);
  peer.close();
  stage.end();
}

function holdingBack(): void {
  const stage = new Stage();
  stage.server.echoes = true;
  const peer = stage.peer();
  const most = 64 << 20;
  const sent = flood(stage, peer, most);
  const recorder = stage.recorder(0);
  fact('holding back: a client that does not read its echo is not read for ever', sent < most);
  fact(
    'holding back: no more than the high watermark waits',
    stage.at(0).bufferedBytes <= 65536 && recorder.received < most,
  );
  const received = recorder.received;
  stage.turns(5);
  factEqual('holding back: nothing more is read meanwhile', recorder.received, received);
  let back = 0;
  for (let i = 0; i < 100_000 && back < sent; i++) {
    const part = peer.recv(buffer);
    if (part > 0) back += part;
    else if (part != WOULD_BLOCK) break;
    else stage.loop.turn();
  }
  fact('holding back: once it reads, it gets all', back == sent && recorder.received == sent);
  peer.close();
  stage.until(recorder, 'c');
  stage.connection.autoPauseReads = false;
  stage.server.echoes = false;
  stage.connection.limitBytes = 32 << 20;
  const other = stage.peer();
  for (let i = 0; i < 500; i++) stage.at(1).write(PIECE); // more than the OS and the host take
  sendAll(other, buffer, 1000);
  fact('holding back: is an option', stage.untilReceived(stage.recorder(1), 1000) && stage.at(1).isFull);
  other.close();
  stage.end();
}

function limits(): void {
  const stage = new Stage();
  stage.connection.limitBytes = 200_000;
  const peer = stage.peer();
  for (let i = 0; i < 8; i++) stage.at(0).write(PIECE);
  stage.turns(2);
  fact(
    'limit: what waits on one connection is bounded, it fails',
    stage.recorder(0).calls == 'o!c' && stage.recorder(0).outcome == OUT_OF_MEMORY,
  );
  peer.close();
  stage.end();
  const options = new LoopOptions();
  options.bufferedBytes = 100_000;
  options.limitBytes = 500_000;
  const all = new Stage(options);
  const one = all.peer();
  const two = all.peer();
  all.at(0).write(PIECE);
  fact('limit: what is left for all is what one may have', all.at(1).isWritable && all.at(1).write(PIECE));
  all.at(0).write(PIECE);
  fact('limit: when little is left, less is welcome', !all.at(1).write(PIECE));
  for (let i = 0; i < 15; i++) all.at(0).write(PIECE);
  all.turns(2);
  fact(
    'limit: for all together, the one with the most fails',
    all.recorder(0).outcome == OUT_OF_MEMORY && !all.recorder(1).has('!'),
  );
  one.close();
  two.close();
  fact('limit: everything is given back', all.end());
}

function refusing(): void {
  const options = new LoopOptions();
  options.maxConnections = 2;
  const stage = new Stage(options);
  stage.options.whenFull = WHEN_FULL_REFUSE;
  const one = stage.peer();
  const two = stage.peer();
  const three = TcpStream.connect(stage.address);
  connected(three);
  while (stage.loop.counters.refused == 0) stage.loop.turn();
  fact('full: a client more is refused, where that is asked for', isOver(stage.receive(three, buffer)));
  three.close();
  const recorder = new Recorder();
  stage.loop.connect('127.0.0.1', stage.address.port, recorder);
  stage.until(recorder, 'c');
  fact('full: connecting fails too', recorder.calls == '!c' && recorder.outcome == NEW_SOCKET_LIMIT);
  one.close();
  stage.until(stage.recorder(0), 'c');
  const four = stage.peer();
  factEqual('full: when one has left, the next is served', stage.server.recorders.length, 3);
  two.close();
  four.close();
  stage.end();
}

function waiting(): void {
  const options = new LoopOptions();
  options.maxConnections = 1;
  const stage = new Stage(options);
  const one = stage.peer();
  const two = TcpStream.connect(stage.address);
  connected(two);
  stage.turns(20);
  factEqual('full: a client more waits, where nothing else is asked for', stage.server.recorders.length, 1);
  one.close();
  for (let i = 0; i < 20_000 && stage.server.recorders.length == 1; i++) stage.loop.turn();
  factEqual('full: when one has left, it is served', stage.server.recorders.length, 2);
  factEqual('full: nobody was refused', stage.loop.counters.refused, 0);
  two.close();
  stage.end();
}

function clients(): void {
  const options = new LoopOptions();
  options.maxClients = 1;
  const stage = new Stage(options);
  const one = stage.peer();
  const two = TcpStream.connect(stage.address);
  connected(two);
  const elsewhere = new TcpListener();
  elsewhere.listen(SocketAddress.loopback(IPV4, 0));
  const recorder = new Recorder();
  stage.loop.connect('127.0.0.1', elsewhere.localAddress.port, recorder);
  fact('full of clients: this program may still connect', stage.until(recorder, 'o'));
  stage.turns(20);
  factEqual('full of clients: one more waits', stage.server.recorders.length, 1);
  one.close();
  for (let i = 0; i < 20_000 && stage.server.recorders.length == 1; i++) stage.loop.turn();
  factEqual('full of clients: when one has left, it is served', stage.server.recorders.length, 2);
  two.close();
  elsewhere.close();
  stage.end();
}

/** All of it. */
export function loopBounds(): void {
  watermarks();
  holdingBack();
  limits();
  refusing();
  waiting();
  clients();
}
