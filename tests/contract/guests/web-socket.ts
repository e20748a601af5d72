/** Facts about WebSockets over real connections: how they end, what keeps them alive, and clients that do not read. */
import { TcpStream, WOULD_BLOCK, WebSocketFrame } from '../../../assembly';
import { fact, factEqual, sendAll } from './facts';
import { MS } from './loop-facts';
import { pausing } from './web-socket-pausing';
import { MAX_TURNS, NORMAL, Scene, buffer, send } from './web-socket-scene';

function closing(): void {
  const scene = new Scene();
  const client = scene.client();
  scene.recorders[0].socket.close(4001, 'ok');
  factEqual('close: by the server, the client gets a close frame', scene.receive(client), '88040fa16f6b');
  scene.turns(5);
  factEqual(
    'close: by the server, the connection stays until the client answers',
    scene.recorders[0].closes,
    0,
  );
  send(client, 8, [0x0f, 0xa1]);
  factEqual('close: by the server, then the server ends the connection', scene.receive(client), 'over');
  client.close();
  factEqual('close: by the server, the code is told', scene.closeCode(scene.recorders[0]), 4001);
  const other = scene.client();
  send(other, 8, NORMAL);
  send(other, 1, [0x61]);
  factEqual('close: by the client, it is answered', scene.receive(other), '880203e8');
  factEqual('close: by the client, the server ends the connection', scene.receive(other), 'over');
  other.close();
  factEqual('close: by the client, the code is told', scene.closeCode(scene.recorders[1]), 1000);
  factEqual('close: what comes after it is ignored', scene.recorders[1].messages, 0);
  const silent = scene.client();
  scene.options.closeTimeoutNs = 20 * MS;
  scene.recorders[2].socket.close();
  factEqual('close: without an answer it is over after a while', scene.closeCode(scene.recorders[2]), 1006);
  silent.close();
  const cut = scene.client();
  cut.shutdownSend();
  factEqual('close: the end of the stream without a close frame is 1006', scene.receive(cut), 'over');
  cut.close();
  factEqual('close: that is told once', scene.closeCode(scene.recorders[3]), 1006);
  const lost = scene.client();
  scene.recorders[4].socket.sendText('unread');
  scene.turns(3);
  lost.close(); // with something unread: a reset
  factEqual('close: a reset is 1006', scene.closeCode(scene.recorders[4]), 1006);
  const dropped = scene.client();
  scene.recorders[5].socket.abort();
  factEqual('close: abort drops the connection', scene.receive(dropped), 'over');
  factEqual('close: and is told as 1006', scene.closeCode(scene.recorders[5]), 1006);
  dropped.close();
  fact('close: the loop ends', scene.end());
}

function keepingAlive(): void {
  const scene = new Scene();
  scene.options.pingIntervalNs = 20 * MS;
  scene.options.pongTimeoutNs = 500 * MS;
  const client = scene.client();
  factEqual('keep-alive: a silent client gets a ping', scene.receive(client), '8900');
  send(client, 10, []);
  factEqual('keep-alive: one that answers stays, and gets another', scene.receive(client), '8900');
  factEqual('keep-alive: one that does not answer is dropped', scene.closeCode(scene.recorders[0]), 1006);
  client.close();
  fact('keep-alive: the loop ends', scene.end());
}

function draining(): void {
  const scene = new Scene();
  const client = scene.client();
  scene.loop.drain();
  factEqual('drain: the client gets a close frame with 1001', scene.receive(client), '880203e9');
  send(client, 8, [0x03, 0xe9]);
  factEqual('drain: then the connection ends', scene.receive(client), 'over');
  client.close();
  factEqual('drain: that is told', scene.closeCode(scene.recorders[0]), 1001);
  for (let i = 0; i < MAX_TURNS && scene.loop.isAlive; i++) scene.loop.turn();
  fact('drain: the loop ends', !scene.loop.isAlive);
}

function broadcasting(): void {
  const scene = new Scene();
  const clients: TcpStream[] = [];
  for (let i = 0; i < 3; i++) clients.push(scene.client());
  const frame = WebSocketFrame.ofText('all');
  for (let i = 0; i < 3; i++) scene.recorders[i].socket.sendFrame(frame);
  let same = 0;
  for (let i = 0; i < 3; i++) if (scene.receive(clients[i]) == '8103616c6c') same++;
  factEqual('broadcast: one frame reaches all', same, 3);
  for (let i = 0; i < 3; i++) clients[i].close();
  scene.end();
}

function flooding(): void {
  const scene = new Scene();
  const client = scene.client();
  const recorder = scene.recorders[0];
  recorder.answerBytes = 60_000;
  const frames = new StaticArray<u8>(6000);
  for (let i = 0; i < frames.length; i += 6) {
    frames[i] = 0x81;
    frames[i + 1] = 0x80;
  }
  sendAll(client, frames, frames.length);
  scene.turns(50);
  fact(
    'flood: messages of a client that does not read wait',
    recorder.messages > 0 && recorder.messages < 500,
  );
  fact('flood: and what waits for it is bounded', recorder.mostBuffered < 65536 + 60_100);
  let received = 0;
  for (let i = 0; i < 10 * MAX_TURNS && received < 1000 * 60_004; i++) {
    const bytes = client.recv(buffer);
    if (bytes > 0) received += bytes;
    else if (bytes == WOULD_BLOCK) scene.loop.turn();
    else break;
  }
  factEqual('flood: it gets all answers when it reads', received, 1000 * 60_004);
  factEqual('flood: and all messages were told', recorder.messages, 1000);
  client.close();
  scene.closeCode(recorder);
  scene.end();
}

/** All of it. */
export function webSockets(): void {
  closing();
  keepingAlive();
  draining();
  broadcasting();
  flooding();
  pausing();
}
