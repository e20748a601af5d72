import { ConnectionHandler } from '../loop';
import { Bytes, describe } from '../net';
import { Chat } from './chat';
import { ChatEvent } from './events/chat-event';
import { LineReader } from './line-reader';
import { Outlet } from './people';
import { Session } from './session';

/** Ends the first line of an HTTP request: a page that a browser shows may send one here, and must not speak in a room by that. */
const HTTP = ' HTTP/1.';

/** A client that sends and gets lines over TCP. */
export class LineClient extends ConnectionHandler implements Outlet {
  private session!: Session;
  private reader: LineReader;
  private isPaused: bool = false;
  private isFirstLine: bool = true;
  /** What has arrived and has to wait. */
  private rest: Bytes = new Bytes(new StaticArray<u8>(0), 0, 0);

  constructor(chat: Chat) {
    super();
    this.reader = new LineReader(chat.options.maxLineBytes);
    this.session = new Session(chat, this);
  }

  peer(): string {
    return this.connection.remoteAddress.toString();
  }

  waitingBytes(): i32 {
    return this.connection.bufferedBytes;
  }

  deliver(event: ChatEvent): void {
    this.connection.write(event.line);
  }

  pause(): void {
    this.isPaused = true;
    this.connection.pause();
  }

  resume(): void {
    this.isPaused = false;
    this.connection.resume();
    this.read(this.rest);
  }

  close(): void {
    this.connection.close();
  }

  drop(): void {
    this.connection.close();
  }

  onOpen(): void {
    this.session.open();
  }

  onData(data: Bytes): void {
    this.read(data);
  }

  onWritable(): void {
    this.read(this.rest);
  }

  onEnd(): void {
    if (this.reader.line.length > 0) this.handle();
    this.connection.close();
    this.session.close('');
  }

  onIdle(): void {
    this.session.end('You have been quiet for too long. Bye!');
    this.session.close('quiet for too long');
  }

  onDrain(): void {
    this.session.end('The server ends. Bye!');
  }

  onError(outcome: i32): void {
    this.session.close(describe(outcome));
  }

  onClose(): void {
    this.session.close('');
  }

  /** Handles lines until one has to wait, or there is no more. */
  private read(data: Bytes): void {
    const connection = this.connection;
    while (connection.isOpen && !this.isPaused && !connection.isFull && this.reader.read(data))
      if (this.session.takesLines) this.handle();
    if (data.length > 0 && data !== this.rest) this.rest = data.copy();
  }

  private handle(): void {
    const isFirstLine = this.isFirstLine;
    this.isFirstLine = false;
    if (isFirstLine && isRequestLine(this.reader.line)) return this.connection.abort();
    // Of a long one the end is not known: it may be a request for a long path.
    if (isFirstLine && this.reader.isTooLong) return this.session.end('Your first line is too long. Bye!');
    this.session.handle(this.reader.line, this.reader.isTooLong);
    this.reader.begin();
  }
}

function isRequestLine(line: Bytes): bool {
  const start = line.length - HTTP.length - 1;
  for (let i = 0; i < HTTP.length; i++)
    if (start < 0 || <i32>line.at(start + i) != HTTP.charCodeAt(i)) return false;
  return true;
}
