/** WebSockets over real connections whose clients are streams, for the facts about them. */
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
  WebSocketHandler,
  WebSocketMessage,
  WebSocketOptions,
} from '../../../assembly';
import { WebSocketConnection } from '../../../assembly/http/websocket/web-socket-connection';
import { connected, isOver, listen, sendAll } from './facts';
import { MS } from './loop-facts';

/** So many turns without what must come: no expectation, only an end to waiting. */
export const MAX_TURNS: i32 = 20_000;
/** The payload of a close frame with the code 1000. */
export const NORMAL: StaticArray<u8> = [0x03, 0xe8];
/** Where what a client receives is put, and what is sent comes from. */
export const buffer = new StaticArray<u8>(65536);

class Pulse extends TimerTask {
  onTimer(): void {}
}

/** Writes down what is told, and answers a message with one of `answerBytes`. */
export class Recorder extends WebSocketHandler {
  messages: i32 = 0;
  closes: i32 = 0;
  code: i32 = 0;
  reason: string = '';
  mostBuffered: i32 = 0;
  /** The first bytes of messages. */
  firstBytes: string = '';
  pausesAt: i32 = -1;
  answerBytes: i32 = 0;

  onMessage(message: WebSocketMessage): void {
    this.messages++;
    if (message.data.length > 0) this.firstBytes += String.fromCharCode(message.data.at(0));
    if (this.messages == this.pausesAt) this.socket.pause();
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
export class Scene extends ServerHandler {
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
export function send(client: TcpStream, opcode: i32, payload: StaticArray<u8>): void {
  const frame = new StaticArray<u8>(6 + payload.length);
  frame[0] = <u8>(0x80 | opcode);
  frame[1] = <u8>(0x80 | payload.length);
  for (let i = 0; i < payload.length; i++) frame[6 + i] = payload[i];
  sendAll(client, frame, frame.length);
}
