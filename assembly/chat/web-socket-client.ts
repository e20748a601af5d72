import { CLOSE_GOING_AWAY, CLOSE_NORMAL, CLOSE_POLICY, WebSocketHandler, WebSocketMessage } from '../http';
import { Bytes } from '../net';
import { Chat } from './chat';
import { ChatEvent } from './events/chat-event';
import { Outlet } from './people';
import { Session } from './session';

/** A client that sends lines and gets JSON over a WebSocket. */
export class WebSocketClient extends WebSocketHandler implements Outlet {
  private session!: Session;
  private maxLineBytes: i32;
  private closeCode: i32 = CLOSE_NORMAL;
  /** A message that waits for the next turn. */
  private held: Bytes | null = null;

  constructor(chat: Chat) {
    super();
    this.maxLineBytes = chat.options.maxLineBytes;
    this.session = new Session(chat, this);
  }

  peer(): string {
    return this.socket.remoteAddress.toString();
  }

  waitingBytes(): i32 {
    return this.socket.bufferedBytes;
  }

  deliver(event: ChatEvent): void {
    this.socket.sendFrame(event.frame);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    const held = this.held;
    this.held = null;
    this.socket.resume();
    if (held != null) this.take(held);
  }

  close(): void {
    this.socket.close(this.closeCode);
  }

  drop(): void {
    this.socket.close(CLOSE_POLICY);
  }

  onOpen(): void {
    this.session.open();
  }

  onMessage(message: WebSocketMessage): void {
    this.take(message.data);
  }

  onDrain(): void {
    this.closeCode = CLOSE_GOING_AWAY;
    this.session.end('The server ends. Bye!');
  }

  onClose(code: i32, reason: string): void {
    this.session.close('');
  }

  private take(line: Bytes): void {
    if (!this.session.takesLines) this.held = line.copy();
    else this.session.handle(line, line.length > this.maxLineBytes);
  }
}
