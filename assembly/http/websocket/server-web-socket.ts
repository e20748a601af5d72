import { Connection, EventLoop, TimerTask } from '../../loop';
import { Bytes, SocketAddress } from '../../net';
import { copyBytes } from '../../wasi';
import { CLOSE_NO_CODE } from './close-codes';
import {
  MAX_CONTROL_BYTES,
  OPCODE_BINARY,
  OPCODE_CLOSE,
  OPCODE_PING,
  OPCODE_TEXT,
  WebSocketFrame,
  headerBytesOf,
  writeHeader,
} from './frame';
import { KeepAlive } from './keep-alive';
import { WebSocketOptions } from './options';
import { WebSocket, WebSocketMessage } from './web-socket';

/** Frames up to this length are put together first, and written in one piece. */
const scratch = new StaticArray<u8>(1024);
const piece = new Bytes(scratch, 0, 0);
/** The longest reason: the code has two bytes. */
const MAX_REASON_BYTES: i32 = MAX_CONTROL_BYTES - 2;

/** The server's side of a WebSocket that sends: the one implementation of `WebSocket`. */
export class ServerWebSocket extends WebSocket {
  /** Its limits of time. */
  readonly keepAlive!: KeepAlive;
  private hasSentClose: bool = false;
  private hasPaused: bool = false;
  private resumption: Resumption | null = null;

  constructor(
    private loop: EventLoop,
    private ownConnection: Connection,
    private chosenProtocol: string,
    options: WebSocketOptions,
  ) {
    super();
    this.keepAlive = new KeepAlive(loop, ownConnection, this, options);
  }

  get connection(): Connection {
    return this.ownConnection;
  }

  get isOpen(): bool {
    return !this.hasSentClose && this.connection.isOpen;
  }

  get protocol(): string {
    return this.chosenProtocol;
  }

  get remoteAddress(): SocketAddress {
    return this.connection.remoteAddress;
  }

  get bufferedBytes(): i32 {
    return this.connection.bufferedBytes;
  }

  get isFull(): bool {
    return this.connection.isFull;
  }

  get isPaused(): bool {
    return this.hasPaused;
  }

  sendText(text: string): bool {
    if (!this.isOpen) return false;
    this.writePiece(writeHeader(scratch, 0, OPCODE_TEXT, String.UTF8.byteLength(text)));
    return this.connection.writeText(text);
  }

  sendBytes(data: Bytes): bool {
    return this.sendPayload(OPCODE_BINARY, data);
  }

  sendMessage(message: WebSocketMessage): bool {
    const data = message.data;
    const opcode = message.isText ? OPCODE_TEXT : OPCODE_BINARY;
    const headerBytes = headerBytesOf(data.length);
    if (message.spareBytes < headerBytes) return this.sendPayload(opcode, data);
    if (!this.isOpen) return false;
    // The header takes the place of the one that it arrived with, so the message leaves without a copy of its own.
    const start = data.start - headerBytes;
    writeHeader(data.buffer, start, opcode, data.length);
    piece.set(data.buffer, start, headerBytes + data.length);
    return this.connection.write(piece);
  }

  sendFrame(frame: WebSocketFrame): bool {
    return this.isOpen && this.connection.write(frame.bytes);
  }

  ping(): void {
    this.sendPayload(OPCODE_PING, new Bytes(scratch, 0, 0));
  }

  pause(): void {
    if (!this.isOpen) return;
    this.hasPaused = true;
    this.connection.pause();
  }

  resume(): void {
    if (!this.hasPaused) return;
    this.hasPaused = false;
    let resumption = this.resumption;
    if (resumption == null) resumption = this.resumption = new Resumption(this.connection);
    this.loop.schedule(resumption, 0);
  }

  abort(): void {
    this.connection.abort();
  }

  /** Sends a frame: a message or a control frame. Returns as `sendText` does. */
  sendPayload(opcode: i32, data: Bytes): bool {
    if (!this.isOpen) return false;
    const headerBytes = writeHeader(scratch, 0, opcode, data.length);
    const isSmall = headerBytes + data.length <= scratch.length;
    if (isSmall) copyBytes(data.buffer, data.start, scratch, headerBytes, data.length);
    const isWelcome = this.writePiece(isSmall ? headerBytes + data.length : headerBytes);
    return isSmall ? isWelcome : this.connection.write(data);
  }

  /** Sends a close frame, without a code if that is CLOSE_NO_CODE, unless one has been sent. Nothing else can be sent after it. */
  sendClose(code: i32, reason: string = ''): void {
    if (!this.isOpen) return;
    const text = Bytes.of(reason);
    const payload = new StaticArray<u8>(2 + text.length);
    payload[0] = <u8>(code >> 8);
    payload[1] = <u8>code;
    copyBytes(text.buffer, 0, payload, 2, text.length);
    this.sendPayload(OPCODE_CLOSE, new Bytes(payload, 0, code == CLOSE_NO_CODE ? 0 : payload.length));
    this.hasSentClose = true;
  }

  protected startClosing(code: i32, reason: string): void {
    if (!this.isOpen) return;
    let short = reason.substring(0, MAX_REASON_BYTES);
    while (String.UTF8.byteLength(short) > MAX_REASON_BYTES) short = short.substring(0, short.length - 1);
    this.sendClose(code, short);
    this.resume(); // the client's close frame has to be read
    this.keepAlive.startClosing();
  }

  private writePiece(bytes: i32): bool {
    piece.set(scratch, 0, bytes);
    return this.connection.write(piece);
  }
}

/** Has what waits be read in the next turn: no call comes from within a call to the WebSocket. */
class Resumption extends TimerTask {
  constructor(private connection: Connection) {
    super();
  }

  onTimer(): void {
    if (this.connection.isOpen) this.connection.handler.onWritable();
  }
}
