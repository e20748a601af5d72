import { ByteWriter } from '../../http/byte-writer';
import { Bytes } from '../../net';
import { JsonWriter } from '../json-writer';
import { ChatEvent } from './chat-event';

/** What somebody said in a room: `alice: hello`. */
export class Message extends ChatEvent {
  constructor(
    readonly room: string,
    readonly from: string,
    /** Clean UTF-8, which it owns. */
    readonly text: Bytes,
    /** When, in milliseconds since 1970. */
    readonly timeMs: i64,
  ) {
    super();
  }

  /** What kind of event it is, in JSON. */
  get type(): string {
    return 'message';
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText(this.from + ': ');
    line.write(this.text);
  }

  protected writeJson(json: JsonWriter): void {
    json.text('type', this.type);
    json.text('room', this.room);
    json.text('from', this.from);
    json.utf8('text', this.text);
    json.number('time', this.timeMs);
  }
}

/** What somebody did in a room: `* alice waves`. */
export class Action extends Message {
  get type(): string {
    return 'action';
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText('* ' + this.from + ' ');
    line.write(this.text);
  }
}

/** What somebody said to one other: `alice to you: hello`, or, as the sender is told, `you to bob: hello`. */
export class Direct extends ChatEvent {
  constructor(
    readonly from: string,
    readonly to: string,
    /** Clean UTF-8, which it owns. */
    readonly text: Bytes,
    readonly timeMs: i64,
    private isForSender: bool,
  ) {
    super();
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText(this.isForSender ? 'you to ' + this.to + ': ' : this.from + ' to you: ');
    line.write(this.text);
  }

  protected writeJson(json: JsonWriter): void {
    json.text('type', 'direct');
    json.text('from', this.from);
    json.text('to', this.to);
    json.utf8('text', this.text);
    json.number('time', this.timeMs);
  }
}
