/** Facts about the times of connections on the event loop. */
import {
  Bytes,
  ConnectionOptions,
  FOREVER,
  IPV4,
  SocketAddress,
  TIMEOUT,
  TcpListener,
  TcpStream,
} from '../../../assembly';
import { nowNs } from '../../../assembly/wasi';
import { MILLISECOND_NS, fact, factEqual, receiveOne, sendAll } from './facts';
import { MS, Recorder, Stage, numbered } from './loop-facts';

const buffer = new StaticArray<u8>(65536);
const MEGABYTE = numbered(1 << 20);

function idling(): void {
  const stage = new Stage();
  stage.connection.idleNs = 40 * MS;
  stage.server.echoes = true;
  const start = nowNs();
  const peer = stage.peer();
  const quiet = stage.recorder(0);
  while (nowNs() - start < 30 * MS) stage.loop.turn();
  sendAll(peer, buffer, 1);
  stage.untilReceived(quiet, 1);
  const last = nowNs();
  stage.until(quiet, 'i');
  fact('idle: is told after its time without a byte, not before', nowNs() - last >= 39 * MS);
  fact('idle: then it closes', !stage.at(0).isOpen && receiveOne(peer, buffer) == 1);
  peer.close();
  stage.until(quiet, 'c');
  factEqual('idle: that is no failure', quiet.calls, 'oDic');
  stage.end();
}

function reading(): void {
  const stage = new Stage();
  stage.connection.readNs = 20 * MS;
  const peer = stage.peer();
  const recorder = stage.recorder(0);
  stage.at(0).pause();
  const start = nowNs();
  while (nowNs() - start < 40 * MS) stage.loop.turn();
  factEqual('read timeout: does not count while reading is paused', recorder.calls, 'o');
  stage.at(0).resume();
  const resumed = nowNs();
  stage.until(recorder, 'c');
  fact('read timeout: counts from then on', nowNs() - resumed >= 20 * MS);
  fact('read timeout: is a failure', recorder.calls == 'o!c' && recorder.outcome == TIMEOUT);
  peer.close();
  stage.end();
}

function writing(): void {
  const stage = new Stage();
  stage.connection.writeNs = 30 * MS;
  stage.connection.limitBytes = 64 << 20;
  const peer = stage.peer();
  const recorder = stage.recorder(0);
  // More than the OS and the host take for a peer that does not read.
  for (let i = 0; i < 12; i++) stage.at(0).write(new Bytes(MEGABYTE, 0, MEGABYTE.length));
  const bystander = stage.peer();
  sendAll(bystander, buffer, 3);
  fact('write timeout: others go on meanwhile', stage.untilReceived(stage.recorder(1), 3));
  stage.until(recorder, 'c');
  fact(
    'write timeout: a peer that takes nothing is a failure',
    recorder.calls == 'o!c' && recorder.outcome == TIMEOUT,
  );
  const start = nowNs();
  sendAll(bystander, buffer, 3);
  stage.untilReceived(stage.recorder(1), 6);
  fact('write timeout: what the host still has of it holds up nobody', nowNs() - start < 5_000 * MS);
  bystander.close();
  peer.close();
  stage.end();
}

function lingering(): void {
  const stage = new Stage();
  stage.connection.lingerNs = 30 * MS;
  const peer = stage.peer();
  const recorder = stage.recorder(0);
  stage.at(0).writeText('bye');
  stage.at(0).close();
  const start = nowNs();
  stage.until(recorder, 'c');
  fact('linger: a peer that does not end is waited for, within its limit', nowNs() - start >= 29 * MS);
  factEqual('linger: that is no failure', recorder.calls, 'oc');
  factEqual('linger: what was written has arrived', receiveOne(peer, buffer), 3);
  peer.close();
  stage.end();
}

/** A listener whose backlog is full leaves a client undecided: Linux drops its packets. */
function connecting(): void {
  const listener = new TcpListener();
  listener.listen(SocketAddress.loopback(IPV4, 0), 1);
  const fillers: TcpStream[] = [];
  for (let i = 0; i < 8; i++) fillers.push(TcpStream.connect(listener.localAddress));
  const stage = new Stage();
  const options = new ConnectionOptions();
  options.connectNs = 50 * MILLISECOND_NS;
  const recorder = new Recorder();
  const start = nowNs();
  const connection = stage.loop.connect('127.0.0.1', listener.localAddress.port, recorder, options);
  connection.writeText('never sent');
  stage.until(recorder, 'c');
  fact('connect timeout: is a failure', recorder.calls == '!c' && recorder.outcome == TIMEOUT);
  fact('connect timeout: not before its time', nowNs() - start >= 50 * MS);
  for (let i = 0; i < fillers.length; i++) fillers[i].close();
  listener.close();
  fact('connect timeout: leaves nothing behind', stage.end());
}

/** All of it. */
export function loopTimes(): void {
  factEqual(
    'times: none but writing, connecting and lingering are limited by default',
    new ConnectionOptions().idleNs,
    FOREVER,
  );
  idling();
  reading();
  writing();
  lingering();
  connecting();
}
