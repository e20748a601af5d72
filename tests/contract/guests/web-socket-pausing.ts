/** Facts about WebSockets whose program is not ready for messages, or takes them in pieces. */
import { fact, factEqual, sendAll } from './facts';
import { MS } from './loop-facts';
import { MAX_TURNS, NORMAL, Scene, send } from './web-socket-scene';

function pausingMessages(): void {
  const scene = new Scene();
  scene.options.pingIntervalNs = 10 * MS;
  scene.options.pongTimeoutNs = 10 * MS;
  const client = scene.client();
  const recorder = scene.recorders[0];
  recorder.pausesAt = 2;
  for (let i: u8 = 0; i < 4; i++) send(client, 2, [0x61 + i]);
  for (let i = 0; i < MAX_TURNS && recorder.messages < 2; i++) scene.loop.turn();
  const until = scene.loop.nowNs + 50 * MS;
  while (scene.loop.nowNs < until) scene.loop.turn();
  factEqual('pause: no message is told after it', recorder.firstBytes, 'ab');
  fact('pause: a client that is not read is no silent one', recorder.closes == 0);
  scene.options.pingIntervalNs = i64.MAX_VALUE;
  recorder.socket.resume();
  factEqual('pause: nor from within the call that ends it', recorder.firstBytes, 'ab');
  for (let i = 0; i < MAX_TURNS && recorder.messages < 4; i++) scene.loop.turn();
  factEqual('pause: then they are told, in order', recorder.firstBytes, 'abcd');
  recorder.socket.pause();
  recorder.socket.close();
  send(client, 8, NORMAL);
  factEqual('pause: a close ends it', scene.closeCode(recorder), 1000);
  client.close();
  scene.end();
}

function inPieces(): void {
  const scene = new Scene();
  scene.options.inPieces = true;
  scene.options.maxMessageBytes = 1;
  const client = scene.client();
  const recorder = scene.recorders[0];
  const head = [
    0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0x61,
  ] as StaticArray<u8>;
  sendAll(client, head, head.length);
  for (let i = 0; i < MAX_TURNS && recorder.messages < 1; i++) scene.loop.turn();
  sendAll(client, NORMAL, 1);
  for (let i = 0; i < MAX_TURNS && recorder.messages < 2; i++) scene.loop.turn();
  factEqual('pieces: a message of any length is told as it arrives', recorder.firstBytes, 'a\x03');
  client.close();
  factEqual('pieces: and its end is not waited for', scene.closeCode(recorder), 1006);
  scene.end();
}

/** All of it. */
export function pausing(): void {
  pausingMessages();
  inPieces();
}
