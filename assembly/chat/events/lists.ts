import { ByteWriter } from '../../http/byte-writer';
import { formatNumber } from '../../wasi';
import { JsonWriter } from '../json-writer';
import { Room } from '../people';
import { ChatEvent } from './chat-event';

/** Names that are listed at most; how many there are besides is told too. */
const MAX_LISTED: i32 = 100;

/** Who is in a room. */
export class RoomMembers extends ChatEvent {
  protected readonly names: string[] = [];
  protected readonly count: i32;

  constructor(protected readonly room: Room) {
    super();
    this.count = room.people.length;
    for (let i = 0; i < min(this.count, MAX_LISTED); i++) this.names.push(room.people[i].name);
  }

  protected get type(): string {
    return 'who';
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText('-- In ' + this.room.name + ': ');
    this.writeNames(line);
  }

  protected writeJson(json: JsonWriter): void {
    json.text('type', this.type);
    json.text('room', this.room.name);
    json.number('count', this.count);
    json.beginList('members');
    for (let i = 0; i < this.names.length; i++) json.item(this.names[i]);
    json.endList();
  }

  protected writeNames(line: ByteWriter): void {
    for (let i = 0; i < this.names.length; i++) line.writeText((i > 0 ? ', ' : '') + this.names[i]);
    const others = this.count - this.names.length;
    if (others > 0) line.writeText(' and ' + formatNumber(others) + ' more');
  }
}

/** A member is in another room now; what was said there last has been told before. */
export class Entered extends RoomMembers {
  constructor(
    room: Room,
    private name: string,
  ) {
    super(room);
  }

  protected get type(): string {
    return 'room';
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText('-- You are ' + this.name + ' in ' + this.room.name + '. Here: ');
    this.writeNames(line);
  }

  protected writeJson(json: JsonWriter): void {
    super.writeJson(json);
    json.text('you', this.name);
  }
}

/** What was said last in a room is told next. */
export class Earlier extends ChatEvent {
  constructor(
    private room: string,
    private count: i32,
  ) {
    super();
  }

  protected writeLine(line: ByteWriter): void {
    line.writeText('-- Said last in ' + this.room + ':');
  }

  protected writeJson(json: JsonWriter): void {
    json.text('type', 'history');
    json.text('room', this.room);
    json.number('count', this.count);
  }
}

/** Which rooms there are. */
export class RoomList extends ChatEvent {
  constructor(private rooms: Room[]) {
    super();
  }

  protected writeLine(line: ByteWriter): void {
    const rooms = this.rooms;
    line.writeText('-- Rooms: ');
    for (let i = 0; i < min(rooms.length, MAX_LISTED); i++)
      line.writeText((i > 0 ? ', ' : '') + rooms[i].name + ' (' + formatNumber(rooms[i].people.length) + ')');
    if (rooms.length > MAX_LISTED)
      line.writeText(' and ' + formatNumber(rooms.length - MAX_LISTED) + ' more');
  }

  protected writeJson(json: JsonWriter): void {
    const rooms = this.rooms;
    json.text('type', 'rooms');
    json.number('count', rooms.length);
    json.beginList('rooms');
    for (let i = 0; i < min(rooms.length, MAX_LISTED); i++) {
      json.beginObject();
      json.text('name', rooms[i].name);
      json.number('members', rooms[i].people.length);
      json.endObject();
    }
    json.endList();
  }
}
