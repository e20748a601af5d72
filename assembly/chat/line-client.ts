import { ConnectionHandler, TimerTask } from '../loop';
import { Bytes } from '../net';
import { Chat } from './chat';
import { handleLine } from './commands';
import { ChatEvent } from './events/chat-event';
import { Notice } from './events/notice';
import { LineReader } from './line-reader';
import { Member, Outlet } from './people';

/** A client that sends and gets lines over TCP. */
export class LineClient extends ConnectionHandler implements Outlet {
  private reader: LineReader;
  private member: Member | null = null;
  /** What has arrived and has to wait. */
  private rest: Bytes | null = null;
  private resumeTask!: ResumeTask;

  constructor(private chat: Chat) {
    super();
    this.reader = new LineReader(chat.options.maxLineBytes);
    this.resumeTask = new ResumeTask(this);
  }

  waitingBytes(): i32 {
    return this.connection.bufferedBytes;
  }

  deliver(event: ChatEvent): void {
    this.connection.write(event.line);
  }

  close(): void {
    this.connection.close();
  }

  onOpen(): void {
    this.member = this.chat.enter(this);
  }

  onData(data: Bytes): void {
    this.read(data);
  }

  onWritable(): void {
    this.resume();
  }

  onEnd(): void {
    if (this.reader.line.length > 0) this.handle();
    this.connection.close();
  }

  onIdle(): void {
    this.end('You have said nothing for long. Bye!');
  }

  onDrain(): void {
    this.end('The server ends. Bye!');
  }

  onClose(): void {
    const member = this.member!;
    this.chat.loop.cancel(this.resumeTask);
    if (!member.isGone) this.chat.leave(member);
  }

  /** Handles what had to wait. */
  resume(): void {
    const rest = this.rest;
    if (rest == null) return;
    this.connection.resume();
    this.rest = null;
    this.read(rest);
  }

  /** Handles lines until there is no more, or one has to wait. */
  private read(data: Bytes): void {
    const connection = this.connection;
    while (connection.isOpen && this.reader.read(data)) {
      const waitNs = connection.isFull ? i64.MAX_VALUE : this.chat.takeLine(this.member!);
      if (waitNs > 0) return this.wait(data, waitNs);
      this.handle();
    }
  }

  private wait(data: Bytes, waitNs: i64): void {
    this.rest = data.copy();
    this.connection.pause();
    this.chat.loop.schedule(this.resumeTask, waitNs);
  }

  private handle(): void {
    const reader = this.reader;
    if (reader.isTooLong) this.chat.refuseLength(this.member!);
    else handleLine(this.chat, this.member!, reader.line);
    reader.begin();
  }

  private end(text: string): void {
    this.chat.tell(this.member!, new Notice(text));
    this.connection.close();
  }
}

/** Lets a client go on. */
class ResumeTask extends TimerTask {
  constructor(private client: LineClient) {
    super();
  }

  onTimer(): void {
    this.client.resume();
  }
}
