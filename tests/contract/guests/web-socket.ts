/** Facts about WebSockets over real connections: how they end, what keeps them alive, and clients that do not read. */
import {
  AcceptOptions,
  Bytes,
  Connection,
  ConnectionHandler,
  EventLoop,
  ServerHandler,
  SocketAddress,
  TcpStream,
  TimerTask,
  WOULD_BLOCK,
  WebSocketFrame,
  WebSocketHandler,
  WebSocketMessage,
  WebSocketOptions,
} from '../../../assembly';
import { WebSocketConnection } from '../../../assembly/http/websocket/web-socket-connection';
import { connected, fact, factEqual, isOver, listen, sendAll } from './facts';
import { MS } from './loop-facts';

/** So many turns without what must come: no expectation, only an end to waiting. */
const MAX_TURNS: i32 = 20_000;
const buffer = new StaticArray<u8>(65536);

class Pulse extends TimerTask {
  onTimer(): void {}
}

/** Writes down what is told, and answers a message with one of `answerBytes`. */
class Recorder extends WebSocketHandler {
  messages: i32 = 0;
  closes: i32 = 0;
  code: i32 = 0;
  reason: string = '';
  mostBuffered: i32 = 0;
  answerBytes: i32 = 0;

  onMessage(message: WebSocketMessage): void {
    this.messages++;
    if (this.answerBytes > 0) this.socket.sendBytes(new Bytes(buffer, 0, this.answerBytes));
    this.mostBuffered = max(this.mostBuffered, this.socket.bufferedBytes);
  }

  onClose(code: i32, reason: string): void {
    this.closes++;
    this.code = code;
    this.reason = reason;
  }
}

/** A loop whose clients have WebSockets without a handshake. */
class Scene extends ServerHandler {
  loop: EventLoop = new EventLoop();
  options: WebSocketOptions = new WebSocketOptions();
  recorders: Recorder[] = [];
  address: SocketAddress;

  constructor() {
    super();
    const listener = listen();
    this.address = listener.localAddress;
    this.loop.serveWith([listener], this, new AcceptOptions());
    this.loop.scheduleEvery(new Pulse(), 5 * MS);
  }

  onAccept(connection: Connection): ConnectionHandler | null {
    const recorder = new Recorder();
    this.recorders.push(recorder);
    return new WebSocketConnection(this.loop, recorder, '', this.options);
  }

  /** Connects a client, which does what it does by itself. */
  client(): TcpStream {
    const count = this.recorders.length;
    const client = TcpStream.connect(this.address);
    connected(client);
    for (let i = 0; i < MAX_TURNS && this.recorders.length == count; i++) this.loop.turn();
    return client;
  }

  /** Takes turns until a WebSocket has closed. Returns the code that it was told, once; else 0. */
  closeCode(recorder: Recorder): i32 {
    for (let i = 0; i < MAX_TURNS && recorder.closes == 0; i++) this.loop.turn();
    return recorder.closes == 1 ? recorder.code : 0;
  }

  /** Receives what comes next at a client, as hexadecimal text of its bytes, or `over`. */
  receive(client: TcpStream): string {
    let bytes = client.recv(buffer);
    for (let i = 0; i < MAX_TURNS && bytes == WOULD_BLOCK; i++) {
      this.loop.turn();
      bytes = client.recv(buffer);
    }
    let text = isOver(bytes) ? 'over' : '';
    for (let i = 0; i < bytes; i++) text += (<i32>buffer[i] + 256).toString(16).substring(1);
    return text;
  }

  turns(count: i32): void {
    for (let i = 0; i < count; i++) this.loop.turn();
  }

  end(): bool {
    this.loop.drain(0);
    for (let i = 0; i < MAX_TURNS && this.loop.isAlive; i++) this.loop.turn();
    return !this.loop.isAlive;
  }
}

/** Sends a frame whose masking key is zero: its payload is sent as it is. */
function send(client: TcpStream, opcode: i32, payload: StaticArray<u8>): void {
  const frame = new StaticArray<u8>(6 + payload.length);
  frame[0] = <u8>(0x80 | opcode);
  frame[1] = <u8>(0x80 | payload.length);
  for (let i = 0; i < payload.length; i++) frame[6 + i] = payload[i];
  sendAll(client, frame, frame.length);
}

const NORMAL: StaticArray<u8> = [0x03, 0xe8];

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
}
