import { WebSocketHandler, WebSocketMessage } from '../http';
import { Chat } from './chat';
import { handleLine } from './commands';
import { ChatEvent } from './events/chat-event';
import { Member, Outlet } from './people';

/** A client that sends lines and gets JSON over a WebSocket. */
export class WebSocketClient extends WebSocketHandler implements Outlet {
  private member: Member | null = null;

  constructor(private chat: Chat) {
    super();
  }

  waitingBytes(): i32 {
    return this.socket.bufferedBytes;
  }

  deliver(event: ChatEvent): void {
    this.socket.sendFrame(event.frame);
  }

  close(): void {
    this.socket.close();
  }

  onOpen(): void {
    this.member = this.chat.enter(this);
  }

  onMessage(message: WebSocketMessage): void {
    const member = this.member!;
    if (message.data.length > this.chat.options.maxLineBytes) this.chat.refuseLength(member);
    else handleLine(this.chat, member, message.data);
  }

  onClose(code: i32, reason: string): void {
    const member = this.member!;
    if (!member.isGone) this.chat.leave(member);
  }
}
