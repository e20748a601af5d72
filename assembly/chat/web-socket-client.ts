import { CLOSE_GOING_AWAY, CLOSE_NORMAL, WebSocketHandler, WebSocketMessage } from '../http';
import { Chat } from './chat';
import { ChatEvent } from './events/chat-event';
import { Outlet } from './people';
import { Session } from './session';

/** A client that sends lines and gets JSON over a WebSocket. */
export class WebSocketClient extends WebSocketHandler implements Outlet {
  private session!: Session;
  private maxLineBytes: i32;
  private closeCode: i32 = CLOSE_NORMAL;

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
    this.socket.resume();
  }

  close(): void {
    this.socket.close(this.closeCode);
  }

  onOpen(): void {
    this.session.open();
  }

  onMessage(message: WebSocketMessage): void {
    this.session.handle(message.data, message.data.length > this.maxLineBytes);
  }

  onDrain(): void {
    this.closeCode = CLOSE_GOING_AWAY;
    this.session.end('The server ends. Bye!');
  }

  onClose(code: i32, reason: string): void {
    this.session.close('');
  }
}
