import { Connection } from '../../loop';
import { Bytes, SocketAddress } from '../../net';
import { CLOSE_GOING_AWAY, CLOSE_NORMAL, isCloseCode } from './close-codes';
import { NO_BYTES, WebSocketFrame } from './frame';

/** A message that has arrived. It is good until `onMessage` returns: copy what is kept. */
export class WebSocketMessage {
  /** Whether it is a text; it is UTF-8 then. */
  isText: bool = false;
  /** Its bytes. */
  readonly data: Bytes = new Bytes(NO_BYTES, 0, 0);
  /** @internal How many bytes before `data` nobody needs any more. */
  spareBytes: i32 = 0;

  /** Decodes it as UTF-8. */
  text(): string {
    return this.data.toString();
  }
}

/**
 * A WebSocket of a client (RFC 6455). What is sent leaves in order, as whole messages.
 *
 * `sendText` and the others like it return whether more is welcome. False: the high watermark of the connection is reached, wait for
 * `onWritable`; or the WebSocket is not open, and nothing is taken. The connection fails when more waits than its options allow.
 */
export abstract class WebSocket {
  /** @internal */
  abstract get connection(): Connection;

  /** Whether messages can be sent and are received. */
  abstract get isOpen(): bool;

  /** The subprotocol that was chosen; empty: none. */
  abstract get protocol(): string;

  /** The client's address. */
  abstract get remoteAddress(): SocketAddress;

  /** How many bytes wait to be sent. */
  abstract get bufferedBytes(): i32;

  /** Whether the bytes that wait have reached the high watermark; `onWritable` is called when they have left. */
  abstract get isFull(): bool;

  /** Whether it was told to pause. */
  abstract get isPaused(): bool;

  /** Sends a text; half of a surrogate pair becomes U+FFFD. */
  abstract sendText(text: string): bool;

  /** Sends bytes, which are copied. */
  abstract sendBytes(data: Bytes): bool;

  /** Sends a message as it came, from this or another WebSocket, without decoding it. */
  abstract sendMessage(message: WebSocketMessage): bool;

  /** Sends a message that is encoded already. */
  abstract sendFrame(frame: WebSocketFrame): bool;

  /** Sends a ping; clients answer by themselves, and nothing is told of the answer. */
  abstract ping(): void;

  /** Delivers no more messages: what has arrived waits, and the client has to. It counts as alive, and one that leaves is not noticed. */
  abstract pause(): void;

  /** Delivers messages again, from the next turn on. */
  abstract resume(): void;

  /**
   * Closes when all that waits has left: sends a close frame, and waits for the client's. No further message is delivered. A second
   * close is harmless.
   *
   * `code`: 1000, 3000 to 4999, or another that a close frame may have. `reason` is cut after 123 bytes.
   */
  close(code: i32 = CLOSE_NORMAL, reason: string = ''): void {
    assert(isCloseCode(code), 'no close frame may have this code');
    this.startClosing(code, reason);
  }

  /** Drops the connection now: what waits to be sent is lost. */
  abstract abort(): void;

  protected abstract startClosing(code: i32, reason: string): void;
}

/**
 * What a program does with a WebSocket. Each has a handler of its own, with its state.
 *
 * `onOpen` is called first, and `onClose` at last, once. No call comes from within a call to the WebSocket.
 */
export abstract class WebSocketHandler {
  private currentSocket: WebSocket | null = null;

  /** Its WebSocket. Set before the first call. */
  get socket(): WebSocket {
    return this.currentSocket!;
  }

  /** @internal */
  set socket(socket: WebSocket) {
    assert(this.currentSocket == null, 'a handler has one WebSocket: make a new handler for each');
    this.currentSocket = socket;
  }

  /** The WebSocket is open. */
  onOpen(): void {}

  /** A message has arrived. */
  abstract onMessage(message: WebSocketMessage): void;

  /**
   * The bytes that waited to be sent have left, down to the low watermark. Messages of a client that does not read wait until then,
   * unless the connection's options have `autoPauseReads` false.
   */
  onWritable(): void {}

  /** The loop drains. Unless overridden, the WebSocket closes with 1001. */
  onDrain(): void {
    this.socket.close(CLOSE_GOING_AWAY);
  }

  /**
   * The connection has closed. `code` is what the client gave, or why the server ended it (1002, 1007, 1009, 1013); 1005: the client
   * gave none; 1006: it left without a close frame, or the connection broke.
   */
  onClose(code: i32, reason: string): void {}
}
