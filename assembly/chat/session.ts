import { TimerTask } from '../loop';
import { Bytes } from '../net';
import { Chat } from './chat';
import { handleLine } from './commands';
import { Notice, Refusal } from './events/notice';
import { Member, Outlet } from './people';

/** What clients of every kind have in common: a member of the chat, and the pace at which it may send. */
export class Session extends TimerTask {
  private member: Member | null = null;

  constructor(
    private chat: Chat,
    private outlet: Outlet,
  ) {
    super();
  }

  /** The connection is open. */
  open(): void {
    this.member = this.chat.enter(this.outlet);
  }

  /** Whether a line may be handled now. Otherwise the client is paused: so much has been delivered that lines wait for the next turn. */
  get takesLines(): bool {
    const isFull = this.chat.isTurnFull;
    if (isFull) this.pause(0);
    return !isFull;
  }

  /** Handles a line. Pauses the client if the next one has to wait. */
  handle(line: Bytes, isTooLong: bool): void {
    const chat = this.chat;
    const member = this.member!;
    if (isTooLong) chat.tell(member, new Refusal(chat.tooLong));
    else handleLine(chat, member, line);
    const waitNs = member.isGone ? 0 : chat.countLine(member);
    if (waitNs > 0) this.pause(waitNs);
  }

  /** Says why, and closes the connection. */
  end(why: string): void {
    this.chat.tell(this.member!, new Notice(why));
    this.outlet.close();
  }

  /** The connection has closed. `reason`: what the others are told, if anything. */
  close(reason: string): void {
    const member = this.member;
    this.chat.loop.cancel(this);
    if (member != null && !member.isGone) this.chat.leave(member, reason);
  }

  onTimer(): void {
    this.outlet.resume();
  }

  private pause(waitNs: i64): void {
    this.outlet.pause();
    this.chat.loop.schedule(this, waitNs);
  }
}
