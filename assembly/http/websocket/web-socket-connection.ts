import { ConnectionHandler, EventLoop } from '../../loop';
import { Bytes } from '../../net';
import {
  CLOSE_ABNORMAL,
  CLOSE_INVALID_TEXT,
  CLOSE_NO_CODE,
  CLOSE_PROTOCOL_ERROR,
  CLOSE_TRY_AGAIN_LATER,
  isCloseCode,
} from './close-codes';
import { OPCODE_CLOSE, OPCODE_PING, OPCODE_PONG } from './frame';
import { FrameReader, READ_FAILURE, READ_NOTHING } from './frame-reader';
import { WebSocketOptions } from './options';
import { ServerWebSocket } from './server-web-socket';
import { Utf8Validator } from './utf8-validator';
import { WebSocketHandler } from './web-socket';

/**
 * Handles a connection whose handshake is done: what arrives becomes calls to a `WebSocketHandler`.
 *
 * Whoever did the handshake makes it the connection's handler, calls its `onOpen`, and gives it what came after the handshake.
 *
 * While the client does not read the answers, its further messages wait, and nothing more is received from it.
 */
export class WebSocketConnection extends ConnectionHandler {
  private reader: FrameReader;
  private socket!: ServerWebSocket;
  private closeCode: i32 = CLOSE_ABNORMAL;
  private closeReason: string = '';
  private isWaiting: bool = false;

  constructor(
    private loop: EventLoop,
    private user: WebSocketHandler,
    private protocol: string,
    private options: WebSocketOptions,
  ) {
    super();
    this.reader = new FrameReader(options);
  }

  onOpen(): void {
    this.socket = new ServerWebSocket(this.loop, this.connection, this.protocol, this.options);
    this.user.socket = this.socket;
    this.socket.keepAlive.start();
    this.user.onOpen();
  }

  onData(data: Bytes): void {
    this.reader.feed(data);
    this.read();
  }

  onWritable(): void {
    if (!this.socket.isPaused) this.readOn();
    if (this.socket.isOpen && !this.socket.isFull) this.user.onWritable();
  }

  onIdle(): void {} // pings keep it alive, or find that it is not

  onDrain(): void {
    this.user.onDrain();
  }

  onClose(): void {
    this.socket.keepAlive.stop();
    this.reader.close();
    this.user.onClose(this.closeCode, this.closeReason);
  }

  /** Reads what had to wait, and then receives again. */
  private readOn(): void {
    this.connection.resume();
    if (!this.isWaiting) return;
    this.isWaiting = false;
    this.reader.resumeInput();
    this.read();
  }

  /** Whether what arrives has to wait: until the client has taken some of what waits for it, or the program is ready. */
  private get holdsInput(): bool {
    const connection = this.connection;
    return this.socket.isPaused || (connection.isFull && connection.options.autoPauseReads);
  }

  /** Reads messages while they can be taken. */
  private read(): void {
    const reader = this.reader;
    const connection = this.connection;
    while (connection.isOpen) {
      if (reader.hasInput && this.holdsInput) return this.wait();
      const found = reader.next();
      if (found == READ_NOTHING) return;
      if (found == OPCODE_PING) this.socket.sendPayload(OPCODE_PONG, reader.control);
      else if (found == OPCODE_CLOSE) this.finish(reader.control);
      else if (found == READ_FAILURE) this.fail(reader.failure);
      else if (found < OPCODE_CLOSE && this.socket.isOpen) this.user.onMessage(reader.message);
    }
  }

  /** Lets what has arrived wait. */
  private wait(): void {
    this.isWaiting = true;
    if (this.reader.holdInput()) this.connection.pause();
    else this.fail(CLOSE_TRY_AGAIN_LATER);
  }

  /** The client closes. Source: RFC 6455, sections 5.5.1 and 7. */
  private finish(payload: Bytes): void {
    if (payload.length == 0) return this.end(CLOSE_NO_CODE, '');
    const code = payload.length < 2 ? 0 : ((<i32>payload.at(0)) << 8) | payload.at(1);
    if (!isCloseCode(code)) return this.fail(CLOSE_PROTOCOL_ERROR);
    const reason = new Bytes(payload.buffer, payload.start + 2, payload.length - 2);
    const utf8 = new Utf8Validator();
    if (utf8.add(reason.buffer, reason.start, reason.length) && utf8.isComplete)
      this.end(code, reason.toString());
    else this.fail(CLOSE_INVALID_TEXT);
  }

  private fail(code: i32): void {
    this.end(code, '');
  }

  /** Sends a close frame, unless that is done, and ends the connection: the server does that, so that its port is free at once. */
  private end(code: i32, reason: string): void {
    this.closeCode = code;
    this.closeReason = reason;
    this.socket.sendClose(code);
    this.connection.close();
  }
}
