import { ByteWriter } from '../../http/byte-writer';
import { formatNumber } from '../../wasi';
import { JsonWriter } from '../json-writer';
import { ChatEvent } from './chat-event';

/** Somebody has come to a room. */
export class Joined extends ChatEvent {
  constructor(
    readonly room: string,
    readonly name: string,
  ) {
    super();
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText('-- ' + this.name + ' has come to ' + this.room);
  }

  protected writeJson(json: JsonWriter): void {
    json.text('type', 'join');
    json.text('room', this.room);
    json.text('from', this.name);
  }
}

/** Somebody has left a room. */
export class Left extends ChatEvent {
  constructor(
    readonly room: string,
    readonly name: string,
    /** Why, if that is worth a word; else empty. */
    readonly reason: string,
  ) {
    super();
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText('-- ' + this.name + ' has left ' + this.room);
    if (this.reason.length > 0) line.writeText(': ' + this.reason);
  }

  protected writeJson(json: JsonWriter): void {
    json.text('type', 'leave');
    json.text('room', this.room);
    json.text('from', this.name);
    json.text('text', this.reason);
  }
}

/** Somebody in a room has another name. */
export class Renamed extends ChatEvent {
  constructor(
    readonly room: string,
    readonly before: string,
    readonly name: string,
  ) {
    super();
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText('-- ' + this.before + ' is now ' + this.name);
  }

  protected writeJson(json: JsonWriter): void {
    json.text('type', 'nick');
    json.text('room', this.room);
    json.text('from', this.before);
    json.text('to', this.name);
  }
}

/** More people came to a room, left it or changed their names than are told one by one. */
export class Crowd extends ChatEvent {
  constructor(
    readonly room: string,
    /** How often somebody came, left or changed a name. */
    readonly changes: i32,
    /** How many are there now. */
    readonly members: i32,
  ) {
    super();
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText(
      '-- ' +
        formatNumber(this.changes) +
        ' came, left or changed their names: ' +
        formatNumber(this.members) +
        ' are here',
    );
  }

  protected writeJson(json: JsonWriter): void {
    json.text('type', 'crowd');
    json.text('room', this.room);
    json.number('changes', this.changes);
    json.number('members', this.members);
  }
}
